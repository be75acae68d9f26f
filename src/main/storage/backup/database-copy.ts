/** Copies and looks at database files in a thread of their own: for backups. */
import type { Secret } from '../../security/secret.ts';
import { EngineClient } from '../engine-client.ts';
import type { EngineRuntime } from '../interfaces.ts';
import { transferCancelled } from './adapter.ts';
import type { CopyJob, DatabaseContents, LookJob } from './copy-file.ts';

export type { DatabaseContents } from './copy-file.ts';

/**
 * A consistent copy of a database under the same key, while it is being written, and what is in it.
 * Throws SPACE_DAMAGED, REGISTRY_DAMAGED, STORAGE_FULL, READ_ONLY, STORAGE_UNAVAILABLE, CANCELLED; no copy is then left.
 */
export function copyDatabase(
  runtime: EngineRuntime,
  job: Omit<CopyJob, 'type'>,
  key: Secret,
  signal?: AbortSignal,
): Promise<DatabaseContents> {
  return inThread(runtime, { type: 'copy', ...job }, key, signal);
}

/** Checks every page of a database that nobody has open, and counts. Throws as `copyDatabase`. */
export function lookThroughDatabase(
  runtime: EngineRuntime,
  job: Omit<LookJob, 'type'>,
  key: Secret,
  signal?: AbortSignal,
): Promise<DatabaseContents> {
  return inThread(runtime, { type: 'look', ...job }, key, signal);
}

async function inThread(
  runtime: EngineRuntime,
  job: CopyJob | LookJob,
  key: Secret,
  signal: AbortSignal | undefined,
): Promise<DatabaseContents> {
  if (signal?.aborted) throw transferCancelled();
  const contents = await EngineClient.contents(runtime, job, key);
  if (signal?.aborted) throw transferCancelled();
  return contents;
}
