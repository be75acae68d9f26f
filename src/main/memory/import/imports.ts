/**
 * Imports as people meet them: preview, start, watch, cancel, resume.
 *
 * Invariant: at most one run a space at a time; locking the vault stops a run at a whole memory and leaves it to be
 * resumed.
 */
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import type {
  ImportPreview,
  ImportProgress,
  ImportRequest,
  Refusal,
} from '../../../shared/contracts/imports.ts';
import { errorData, VaultError } from '../../../shared/errors.ts';
import { systemClock } from '../../vault/contract.ts';
import { enterSpace } from '../access-gate.ts';
import { type Listeners, type MemoryPorts, newId } from '../ports.ts';
import { dismissRun, journalOf, LISTED_REFUSALS, noteRun, progressOf, type RunRecord } from './journal.ts';
import { previewImport } from './preview.ts';
import { ImportReader } from './reader.ts';
import { ImportRun, type RunTarget } from './run.ts';

/** Milliseconds between two reports, and between two lines in the journal. */
const REPORT_MS = 100;
const JOURNAL_MS = 2000;

export interface ImportOptions {
  /** Tells what would happen and writes nothing. */
  readonly dryRun?: boolean;
  /** Every refusal, where more than the first thousand are wanted. */
  readonly onRefusal?: (refusal: Refusal) => void;
}

export interface StartedImport {
  readonly runId: string;
  /** Settles when the run has ended, however it ended; never rejects. */
  readonly finished: Promise<ImportProgress>;
}

interface ActiveRun {
  record: RunRecord;
  readonly stop: AbortController;
  finished: Promise<ImportProgress>;
}

export class Imports {
  readonly #ports: MemoryPorts;
  readonly #progress: Listeners<ImportProgress>;
  readonly #changed: Listeners<{ spaceId: string }>;
  readonly #active = new Map<string, ActiveRun>();
  /** Spaces with a run, from the moment one is asked for. */
  readonly #busySpaces = new Set<string>();

  constructor(
    ports: MemoryPorts,
    progress: Listeners<ImportProgress>,
    changed: Listeners<{ spaceId: string }>,
  ) {
    this.#ports = ports;
    this.#progress = progress;
    this.#changed = changed;
    ports.vaults.beforeLock(() => this.#interrupt());
  }

  /** Throws SOURCE_NOT_FOUND, INVALID_INPUT. */
  async preview(request: ImportRequest): Promise<ImportPreview> {
    await enterSpace(this.#ports.vaults.session(), request.spaceId, 'space.open');
    return previewImport(this.#ports.importThread, threadRequest(request));
  }

  /** Begins a run. Throws SOURCE_NOT_FOUND, INVALID_INPUT, CONFLICT (another run in this space), and what opening throws. */
  start(request: ImportRequest, options: ImportOptions = {}): Promise<StartedImport> {
    const { spaceId, band } = request;
    return this.#begin(request, options, {
      runId: newId(),
      spaceId,
      path: resolve(request.path),
      band,
      salt: randomBytes(16).toString('hex'),
      prior: 0,
    });
  }

  /** Goes on with a run that was interrupted, cancelled or failed. Throws NOT_FOUND and what `start` throws. */
  async resume(runId: string, options: ImportOptions = {}): Promise<StartedImport> {
    const { path, spaceId, format, band, salt, imported } = await this.#journaled(runId);
    const request: ImportRequest = { path, spaceId, format, ...(band === undefined ? {} : { band }) };
    return this.#begin(request, options, { runId, spaceId, path, band, salt, prior: imported });
  }

  /** The last run over this path in this space that can be resumed; null where there is none. */
  async interrupted(spaceId: string, path: string): Promise<string | null> {
    const space = await enterSpace(this.#ports.vaults.session(), spaceId, 'import.journal');
    const wanted = resolve(path);
    const run = (await journalOf(space)).find((each) => each.path === wanted && each.state !== 'done');
    return run === undefined || this.#active.has(run.runId) ? null : run.runId;
  }

  /** Stops a run at a whole memory; settles when it has stopped. */
  async cancel(runId: string): Promise<void> {
    const active = this.#active.get(runId);
    if (active === undefined) return;
    active.stop.abort('cancelled');
    await active.finished;
  }

  /** Forgets a run that has ended. What it brought in stays. */
  async dismiss(runId: string): Promise<void> {
    if (this.#active.has(runId)) return;
    const vault = this.#ports.vaults.session();
    const { spaceId } = await this.#journaled(runId);
    await dismissRun(vault, await enterSpace(vault, spaceId, 'import.journal'), runId);
  }

  /** Runs of every space that opens, last started first. */
  async list(): Promise<ImportProgress[]> {
    const runs = await this.#journals();
    const known = new Set(runs.map(({ runId }) => runId));
    const unjournaled = [...this.#active.values()]
      .map(({ record }) => record)
      .filter(({ runId }) => !known.has(runId));
    return [...unjournaled, ...runs]
      .map((run) => this.#active.get(run.runId)?.record ?? run)
      .sort((a, b) => b.startedMs - a.startedMs)
      .map((run) => progressOf(run, this.#active.has(run.runId)));
  }

  async #journals(): Promise<RunRecord[]> {
    const vault = this.#ports.vaults.session();
    const runs: RunRecord[] = [];
    for (const { id, problem } of await vault.spaces()) {
      if (problem === null) runs.push(...(await journalOf(await enterSpace(vault, id, 'import.journal'))));
    }
    return runs;
  }

  async #journaled(runId: string): Promise<RunRecord> {
    const run = (await this.#journals()).find((each) => each.runId === runId);
    if (run !== undefined) return run;
    throw new VaultError('NOT_FOUND', 'This import is not in the journal of any space.', {
      hint: 'Start it again: what came in before is not doubled.',
    });
  }

  async #begin(
    request: ImportRequest,
    options: ImportOptions,
    run: Pick<RunRecord, 'runId' | 'spaceId' | 'path' | 'band' | 'salt'> & { readonly prior: number },
  ): Promise<StartedImport> {
    if (this.#busySpaces.has(run.spaceId)) {
      throw new VaultError('CONFLICT', 'Another import into this space is still running.', {
        hint: 'Wait until it has ended, or cancel it.',
        retryable: true,
      });
    }
    this.#busySpaces.add(run.spaceId);
    try {
      return await this.#open(request, options, run);
    } catch (thrown) {
      this.#busySpaces.delete(run.spaceId);
      throw thrown;
    }
  }

  async #open(
    request: ImportRequest,
    options: ImportOptions,
    run: Pick<RunRecord, 'runId' | 'spaceId' | 'path' | 'band' | 'salt'> & { readonly prior: number },
  ): Promise<StartedImport> {
    const vault = this.#ports.vaults.session();
    const space = await enterSpace(vault, run.spaceId, 'space.open');
    const startedMs = (this.#ports.clock ?? systemClock).now();
    const { reader, format, total } = await ImportReader.open(this.#ports.importThread, {
      ...threadRequest({ ...request, path: run.path }),
      attachments: 'bytes',
    });
    const { prior, ...identity } = run;
    const counts = {
      done: 0,
      total,
      imported: prior,
      unchanged: 0,
      refusedCount: 0,
      refused: [],
      seconds: 0,
    };
    const record: RunRecord = { ...identity, format, state: 'running', ...counts, error: null, startedMs };
    const target: RunTarget = {
      vault,
      space,
      runId: run.runId,
      salt: run.salt,
      dryRun: options.dryRun ?? false,
    };
    const stop = new AbortController();
    const active: ActiveRun = { record, stop, finished: Promise.resolve(progressOf(record, true)) };
    this.#active.set(run.runId, active);
    active.finished = this.#run(active, target, reader, prior, options);
    return { runId: run.runId, finished: active.finished };
  }

  async #run(
    active: ActiveRun,
    target: RunTarget,
    reader: ImportReader,
    prior: number,
    options: ImportOptions,
  ): Promise<ImportProgress> {
    const { vault, space, dryRun } = target;
    const { signal } = active.stop;
    const started = performance.now();
    const refused: Refusal[] = [];
    const run = new ImportRun(target, (refusal) => {
      options.onRefusal?.(refusal);
      if (refused.length < LISTED_REFUSALS) refused.push(refusal);
    });
    const update = (change: Partial<RunRecord>): void => {
      const { done, imported, unchanged, refused: refusedCount } = run.counts;
      // A resumed run meets again what it had brought in before: that counts once, as imported.
      const again = Math.min(prior, unchanged);
      active.record = {
        ...active.record,
        done,
        imported: again + imported,
        unchanged: unchanged - again,
        refusedCount,
        refused,
        seconds: (performance.now() - started) / 1000,
        ...change,
      };
    };
    const note = async (): Promise<void> => {
      if (!dryRun) await noteRun(vault, space, active.record);
    };
    let reported = started;
    let journaled = started;
    try {
      await note();
      this.#progress.tell(progressOf(active.record, true));
      // Closing ends the batches: one that is waited for does not come, and one in flight is finished.
      signal.addEventListener('abort', () => void reader.close(), { once: true });
      for await (const batch of reader.batches()) {
        await run.take(batch);
        const now = performance.now();
        if (now - reported >= REPORT_MS) {
          reported = now;
          update({});
          this.#progress.tell(progressOf(active.record, true));
        }
        if (now - journaled >= JOURNAL_MS) {
          journaled = now;
          await note();
        }
      }
      await run.settle();
      update({ state: signal.aborted ? stateAfter(signal) : 'done' });
    } catch (thrown) {
      await run.settle().catch(() => undefined);
      update({ state: 'failed', error: errorData(thrown) });
    }
    await reader.close();
    // Where even this cannot be written, the journal still says running, and the run can be resumed.
    await note().catch(() => undefined);
    this.#active.delete(target.runId);
    this.#busySpaces.delete(target.space.id);
    const ended = progressOf(active.record, false);
    this.#progress.tell(ended);
    this.#changed.tell({ spaceId: target.space.id });
    return ended;
  }

  /** Before a lock: runs stop at a whole memory and stay in the journal as running, so that they can go on. */
  async #interrupt(): Promise<void> {
    const runs = [...this.#active.values()];
    for (const { stop } of runs) stop.abort('interrupted');
    await Promise.all(runs.map(({ finished }) => finished));
  }
}

function stateAfter(signal: AbortSignal): RunRecord['state'] {
  return signal.reason === 'interrupted' ? 'running' : 'cancelled';
}

function threadRequest({ path, format, band }: ImportRequest) {
  return { path: resolve(path), format, ...(band === undefined ? {} : { band }) };
}
