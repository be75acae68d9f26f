/**
 * The import thread's side: reads a source and sends it in batches, no further ahead than main allows.
 *
 * Invariant: parsing of what others wrote happens here, never in main. The thread knows no vault and no keys.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { errorData, VaultError } from '../../../shared/errors.ts';
import { type ImportEntry, Refused } from './entries.ts';
import { openSource } from './sources/detect.ts';
import {
  AHEAD_BYTES,
  BATCH_BYTES,
  BATCH_ENTRIES,
  type FromThread,
  threadRequestSchema,
  toThreadSchema,
  weightOf,
} from './thread-protocol.ts';

export function serveImportThread(): void {
  const port = parentPort;
  if (port === null) throw new Error('This file is the entry of a worker thread.');
  const stop = new AbortController();
  let credit = AHEAD_BYTES;
  let wake: (() => void) | null = null;

  port.on('message', (message: unknown) => {
    const told = toThreadSchema.parse(message);
    if (told.type === 'stop') stop.abort();
    else credit += told.bytes;
    wake?.();
  });

  const room = async (): Promise<void> => {
    while (credit <= 0 && !stop.signal.aborted) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    wake = null;
  };
  const send = (message: FromThread, transfer: ArrayBuffer[] = []): void =>
    port.postMessage(message, transfer);

  const serve = async (): Promise<void> => {
    const request = threadRequestSchema.parse(workerData);
    const { signal } = stop;
    const source = await openSource(request.path, request.format, signal);
    send({ type: 'opened', format: source.format, total: await source.total(signal) });
    let batch: ImportEntry[] = [];
    let bytes = 0;
    const flush = (): void => {
      if (batch.length === 0) return;
      credit -= bytes;
      send({ type: 'batch', entries: batch, bytes }, batch.flatMap(buffersOf));
      batch = [];
      bytes = 0;
    };
    const options = { attachments: request.attachments, band: request.band, signal };
    for await (const entry of source.entries(options)) {
      batch.push(entry);
      bytes += weightOf(entry);
      if (batch.length < BATCH_ENTRIES && bytes < BATCH_BYTES) continue;
      flush();
      await room();
      if (signal.aborted) break;
    }
    flush();
    send({ type: 'end' });
  };

  serve()
    .catch((thrown: unknown) => send({ type: 'failed', error: errorData(asVaultError(thrown)) }))
    .finally(() => port.close());
}

/** Attachments move to main instead of being copied: each was read into a buffer of its own. */
function buffersOf(entry: ImportEntry): ArrayBuffer[] {
  if (entry.type === 'refused') return [];
  return entry.attachments.flatMap(({ bytes }) => (bytes === null ? [] : [bytes.buffer]));
}

/** The source as a whole could not be read: it is not there, or not what it was said to be. */
function asVaultError(thrown: unknown): unknown {
  const system = thrown instanceof Error && 'syscall' in thrown;
  if (!system && !(thrown instanceof Refused)) return thrown;
  return new VaultError('SOURCE_NOT_FOUND', 'What was chosen could not be read any further.', {
    hint: 'Check that it is still there and may be read, and import again: what came in stays and is not doubled.',
    cause: thrown,
  });
}
