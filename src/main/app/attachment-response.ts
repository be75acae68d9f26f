/**
 * Pictures out of the open vault, unsealed chunk by chunk on their way to the page.
 *
 * Invariant: only raster pictures, judged by their own first bytes and never by the name or type they came with.
 * SVG, HTML, PDF and all else are refused: they could carry a script or a reference to the network.
 */
import { fileTypeFromBuffer } from 'file-type';
import { z } from 'zod';
import { attachmentSchema } from '../../shared/contracts/memories.ts';
import { idSchema } from '../../shared/contracts/primitives.ts';
import { VaultError } from '../../shared/errors.ts';
import { plainAnswer, withPolicy } from './response-headers.ts';

/** Pictures that Chromium decodes in its sandbox and that hold pixels alone. */
const RASTER_TYPES: ReadonlySet<string> = new Set([
  'image/png',
  'image/apng',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp',
]);

const addressSchema = z.object({ spaceId: idSchema, attachmentId: attachmentSchema.shape.id });

/** Where the bytes come from. Throws VaultError: locked, not found, not allowed, seal broken. */
export interface AttachmentSource {
  /** One chunk of the plain bytes, counted from 0; null past the last. */
  read(spaceId: string, attachmentId: string, chunk: number): Promise<Uint8Array | null>;
}

export async function attachmentResponse(
  source: AttachmentSource,
  spaceId: string,
  attachmentId: string,
): Promise<Response> {
  const address = addressSchema.safeParse({ spaceId, attachmentId });
  if (!address.success) return plainAnswer(404);
  try {
    const first = await source.read(spaceId, attachmentId, 0);
    if (first === null) return plainAnswer(404);
    const type = await fileTypeFromBuffer(first);
    if (type === undefined || !RASTER_TYPES.has(type.mime)) return plainAnswer(415);
    return withPolicy('attachment', streamFrom(source, spaceId, attachmentId, first), type.mime);
  } catch (error) {
    return plainAnswer(statusOf(error));
  }
}

/** Reads as fast as the page takes: one chunk in hand. A seal that breaks half-way ends the picture with an error. */
function streamFrom(
  source: AttachmentSource,
  spaceId: string,
  attachmentId: string,
  first: Uint8Array,
): ReadableStream<Uint8Array> {
  let next = 1;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(first);
    },
    async pull(controller) {
      const chunk = await source.read(spaceId, attachmentId, next);
      next += 1;
      if (chunk === null) controller.close();
      else controller.enqueue(chunk);
    },
  });
}

function statusOf(error: unknown): 403 | 404 | 500 {
  if (!(error instanceof VaultError)) return 500;
  return error.code === 'VAULT_LOCKED' || error.code === 'ACCESS_DENIED' ? 403 : 404;
}
