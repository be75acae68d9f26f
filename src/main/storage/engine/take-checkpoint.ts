/** One checkpoint, in a reader's thread: moves what can be moved from the write-ahead log into the file. */
import { z } from 'zod';
import type { WatchedConnection } from '../sqlite.ts';

export interface CheckpointOutcome {
  /** True where a reader of an older snapshot, or another checkpoint, was in the way. */
  readonly blocked: boolean;
  /** Pages in the log, and how many of them are in the file now. */
  readonly logPages: number;
  readonly movedPages: number;
  readonly milliseconds: number;
}

const rowSchema = z.object({ busy: z.int(), log: z.int(), checkpointed: z.int() });

/** PASSIVE waits for nobody; TRUNCATE waits for readers as long as the busy time-out says, then empties the log. */
export function takeCheckpoint(
  connection: Pick<WatchedConnection, 'pragmaRow'>,
  mode: 'PASSIVE' | 'TRUNCATE',
): CheckpointOutcome {
  const started = performance.now();
  const { busy, log, checkpointed } = rowSchema.parse(connection.pragmaRow(`wal_checkpoint(${mode})`));
  return {
    blocked: busy !== 0 || checkpointed < log,
    logPages: Math.max(0, log),
    movedPages: Math.max(0, checkpointed),
    milliseconds: performance.now() - started,
  };
}
