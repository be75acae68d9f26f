/**
 * crdt: documents that merge without conflict (Yjs), kept as a log of updates and a snapshot.
 *
 * Updates may come in any order, twice, or cut and joined in another way: all devices that have seen the same ones have
 * the same document. What a document stands for is decided above. A removed document stays removed.
 */
import { z } from 'zod';
import { type Band, bandSchema } from '../../../../shared/bands.ts';
import { idSchema } from '../../../../shared/contracts/primitives.ts';
import { command, query } from '../../contract.ts';
import { bytesSchema } from '../shapes.ts';

/** Bytes of one update. A larger change is sent in several. */
const MOST_UPDATE_BYTES = 20 * 1024 * 1024;
const MOST_STATE_VECTOR_BYTES = 1024 * 1024;

export interface CrdtDocument {
  readonly id: string;
  readonly band: Band;
  /** Updates that have come so far. */
  readonly updates: number;
  /** Updates that the snapshot does not hold yet, and their bytes. */
  readonly logUpdates: number;
  readonly logBytes: number;
  readonly changedMs: number;
}

export interface CrdtMerge {
  readonly deviceId: string;
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
  readonly updates: number;
  readonly bytes: number;
  readonly lastMs: number;
}

const bounded = (most: number) =>
  bytesSchema.refine((bytes) => bytes.byteLength > 0 && bytes.byteLength <= most, {
    error: `is empty or larger than ${most} bytes`,
  });

export const crdtContract = {
  name: 'crdt',
  commands: {
    /**
     * Takes an update in (Yjs, version 1), making the document where there is none. Writes nothing where this very
     * update is there already, or the document was removed. INVALID_INPUT (field `update`) where it is none; CONFLICT
     * (`band`) where the document is of another band.
     */
    apply: command(
      'write',
      z.object({
        document: idSchema,
        band: bandSchema,
        /** Where the update was made. */
        device: idSchema,
        update: bounded(MOST_UPDATE_BYTES),
      }),
    ),
    /** Makes a snapshot of all that has come; nothing where there is nothing new. Happens by itself, too. */
    compact: command('write', z.object({ document: idSchema })),
    /** The document gone, for ever. Nothing where there is none, but what is still to come is refused. */
    remove: command('write', z.object({ document: idSchema }), { erases: true }),
  },
  queries: {
    documents: query<CrdtDocument[]>()(z.object({})),
    /** Everything of it as one update; null where there is none. */
    state: query<{ update: Uint8Array } | null>()(z.object({ document: idSchema })),
    /** What it has seen of whom; null where there is none. Equal ones may still differ in what was deleted. */
    stateVector: query<{ stateVector: Uint8Array } | null>()(z.object({ document: idSchema })),
    /** What a peer with this state vector lacks; null where there is no document. INVALID_INPUT (field `since`). */
    diff: query<{ update: Uint8Array } | null>()(
      z.object({ document: idSchema, since: bounded(MOST_STATE_VECTOR_BYTES) }),
    ),
    /** Latest day first. */
    merges: query<CrdtMerge[]>()(z.object({ document: idSchema, limit: z.int().min(1).max(1000) })),
    /** Which of the documents were removed here. */
    removed: query<string[]>()(z.object({ documents: z.array(idSchema).max(10_000) })),
  },
} as const;
