/**
 * attachments: files that belong to memories, sealed in chunks inside the space's database.
 *
 * An attachment's id is a keyed hash of its bytes, so the same photo is kept once. It lives as long as a memory
 * links to it: episodic's commands count the links.
 */
import { z } from 'zod';
import { bandSchema } from '../../../../shared/bands.ts';
import { sha256HexSchema } from '../../../../shared/contracts/primitives.ts';
import { LIMITS } from '../../../../shared/limits.ts';
import { command, query } from '../../contract.ts';
import { bytesSchema } from '../shapes.ts';

/** Plain bytes of every chunk but the last. */
export const CHUNK_BYTES = 256 * 1024;

export interface AttachmentDescription {
  readonly id: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly chunks: number;
}

export const attachmentsContract = {
  name: 'attachments',
  commands: {
    /**
     * Keeps bytes; a memory appended or revised in the same unit links to them by `ref`, and its band must be
     * `band`. The buffer is handed over to the thread where it can be: the caller must not use it afterwards.
     */
    put: command(
      'write',
      z.object({
        ref: z.string().min(1).max(100),
        band: bandSchema,
        bytes: bytesSchema.refine((bytes) => bytes.byteLength <= LIMITS.attachmentBytes, {
          error: `is larger than ${LIMITS.attachmentBytes} bytes`,
        }),
        mediaType: z.string().max(255),
      }),
    ),
  },
  queries: {
    /** Null where there is none. */
    describe: query<AttachmentDescription | null>()(z.object({ id: sha256HexSchema })),
    /** One chunk's plain bytes; NOT_FOUND where there is none. */
    read: query<{ bytes: Uint8Array }>()(z.object({ id: sha256HexSchema, chunk: z.int().nonnegative() })),
  },
} as const;
