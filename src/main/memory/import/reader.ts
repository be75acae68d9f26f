/**
 * Main's side of the import thread: a source as batches of entries, with back-pressure.
 *
 * Invariant: the thread ends with the reader, whether it came to the end, failed or was closed half-way.
 */
import { Worker } from 'node:worker_threads';
import type { ImportFormat } from '../../../shared/contracts/imports.ts';
import { VaultError } from '../../../shared/errors.ts';
import type { ImportEntry } from './entries.ts';
import { type FromThread, fromThreadSchema, type ThreadRequest, type ToThread } from './thread-protocol.ts';

/** Megabytes of JavaScript objects. A journal of full size fits; a hostile one ends the thread, not the app. */
const HEAP_MEGABYTES = 2048;

export class ImportReader {
  readonly #worker: Worker;
  readonly #messages: FromThread[] = [];
  #failure: VaultError | null = null;
  #wake: (() => void) | null = null;
  #closed = false;

  private constructor(thread: URL, request: ThreadRequest) {
    this.#worker = new Worker(thread, {
      workerData: request,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES },
    });
    this.#worker.on('message', (message: unknown) => {
      this.#messages.push(fromThreadSchema.parse(message));
      this.#wake?.();
    });
    this.#worker.on('error', (cause) => this.#fail(cause));
    this.#worker.on('exit', () => this.#fail(undefined));
  }

  /**
   * Opens a source.
   * @param thread the entry of the import thread
   * Throws SOURCE_NOT_FOUND, INVALID_INPUT, INTERNAL.
   */
  static async open(
    thread: URL,
    request: ThreadRequest,
  ): Promise<{
    readonly reader: ImportReader;
    readonly format: ImportFormat;
    readonly total: number | null;
  }> {
    const reader = new ImportReader(thread, request);
    try {
      const first = await reader.#next();
      if (first.type !== 'opened') throw reader.#unexpected(first);
      return { reader, format: first.format, total: first.total };
    } catch (thrown) {
      await reader.close();
      throw thrown;
    }
  }

  /** The batches, in order; each is given back to the thread as room once the next is asked for. */
  async *batches(): AsyncGenerator<readonly ImportEntry[]> {
    for (;;) {
      const message = await this.#next();
      if (message.type === 'end') return;
      if (message.type !== 'batch') throw this.#unexpected(message);
      yield message.entries;
      this.#tell({ type: 'credit', bytes: message.bytes });
    }
  }

  /** Ends the thread and the batches. What was read and not handed over is forgotten. May be called twice. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#wake?.();
    await this.#worker.terminate();
  }

  async #next(): Promise<FromThread> {
    for (;;) {
      if (this.#closed) return { type: 'end' };
      const message = this.#messages.shift();
      if (message !== undefined) return message;
      if (this.#failure !== null) throw this.#failure;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = null;
    }
  }

  #tell(message: ToThread): void {
    this.#worker.postMessage(message);
  }

  #fail(cause: unknown): void {
    this.#failure ??= new VaultError('INTERNAL', 'The reading of the source stopped unexpectedly.', {
      hint: 'Import again: what came in stays and is not doubled.',
      retryable: true,
      cause,
    });
    this.#wake?.();
  }

  #unexpected(message: FromThread): VaultError {
    if (message.type === 'failed') return VaultError.fromData(message.error);
    return new VaultError('INTERNAL', 'The reading of the source got out of step.', {
      hint: 'Import again: what came in stays and is not doubled.',
      retryable: true,
    });
  }
}
