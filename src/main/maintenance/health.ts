/**
 * Health: what is known of every database, checked a little all the time, and wholly at a person's word.
 *
 * In idle time (nobody asked a database for anything since the last look) it reads some more of each file, gives empty
 * pages back, and mends derived stores that were found broken by building them anew from the sealed records. Records are
 * never mended by itself. Invariants: a vault that locks stops everything here first; one database in trouble does not
 * hold up another; nothing here asks SQLite while main waits for it.
 */
import type { Finding, HealthProgress, HealthReport } from '../../shared/contracts/health.ts';
import { VaultError } from '../../shared/errors.ts';
import type { OpenVault } from '../vault/contract.ts';
import type { AlertBook } from './alerts.ts';
import { DISK_LOW_BYTES, finding, worst } from './health-findings.ts';
import { describeClosed, describeDatabase, diskOf } from './health-report.ts';
import { Round } from './health-rounds.ts';
import type { JobReport, Jobs } from './jobs.ts';
import type { Figures } from './metrics.ts';
import { type Target, type Targets, targetsOf } from './targets.ts';
import { note, STEP_PAGES } from './vacuum.ts';

/** Free pages that are worth giving back in idle time. */
const VACUUM_FROM_PAGES = 512;
/** A clock that went back by less is being set right. */
const CLOCK_STEP_MS = 60_000;

export interface HealthParts {
  readonly jobs: Jobs;
  readonly figures: Figures;
  readonly alerts: AlertBook;
  readonly nowMs: () => number;
  /** A finding came or went. */
  readonly changed: () => void;
}

interface Watched {
  readonly round: Round;
  operations: number;
  /** What was mended or could not be checked, since the vault was unlocked. */
  findings: Finding[];
  /** Given back in idle time and not yet noted. */
  reclaimed: number;
}

export class Health {
  readonly #parts: HealthParts;
  /** By the database object: one that was opened anew is another. */
  readonly #watched = new Map<object, Watched>();
  #clockMs: number;
  #wentBackMs = 0;

  constructor(parts: HealthParts) {
    this.#parts = parts;
    this.#clockMs = parts.nowMs();
  }

  async report(vault: OpenVault): Promise<HealthReport> {
    const started = performance.now();
    const { nowMs, figures, alerts, jobs } = this.#parts;
    const targets = await targetsOf(vault, null, 'health.read');
    await figures.gather(targets.open);
    const disk = await diskOf(vault.directory);
    const databases = [
      ...(await Promise.all(
        targets.open.map((target) => {
          const machine = target.spaceId === null ? this.#machine(disk, nowMs()) : [];
          return describeDatabase(target, [...this.#watch(target).findings, ...machine], nowMs());
        }),
      )),
      ...targets.closed.map((closed) => describeClosed(closed, nowMs())),
    ];
    return {
      status: worst(databases.map(({ status }) => status)),
      at: new Date(nowMs()).toISOString(),
      milliseconds: performance.now() - started,
      databases,
      disk,
      counters: await figures.counters(vault, nowMs()),
      alerts: alerts.list(),
      job: jobs.progress,
    };
  }

  /** Every part of every file, deep, and what can be mended is mended. */
  check(vault: OpenVault, spaceId: string | null): Promise<HealthProgress> {
    return this.#parts.jobs.start('check', async (report) => {
      const { open } = await this.#allowed(vault, spaceId);
      let behind = 0;
      for (const target of open) {
        if (report.signal.aborted) return;
        const watched = this.#watch(target);
        watched.findings = watched.findings.filter(({ code }) => code !== 'check-failed');
        try {
          const done = await watched.round.whole(target, behind, report);
          behind += done?.total ?? 0;
          await this.#mendWhatCan(target);
        } catch (error) {
          this.#failed(target, error);
        }
        this.#parts.changed();
      }
    });
  }

  /** Builds a space's derived stores anew. */
  rebuild(vault: OpenVault, spaceId: string): Promise<HealthProgress> {
    return this.#parts.jobs.start('rebuild', async ({ tell }: JobReport) => {
      const { open } = await this.#allowed(vault, spaceId);
      tell({ spaceId, total: open.length, cancellable: false });
      for (const target of open) await this.#mend(target, 'all');
      tell({ done: open.length });
      this.#parts.changed();
    });
  }

  /** A few slices of every database now, whoever is at work: for scripts, which do not stay. */
  async sliceNow(vault: OpenVault, spaceId: string | null, budgetMs: number): Promise<void> {
    const { open } = await targetsOf(vault, spaceId, 'health.read');
    for (const target of open) {
      try {
        await this.#watch(target).round.slice(budgetMs);
        await this.#watch(target).round.note();
        await this.#mendWhatCan(target);
      } catch (error) {
        this.#failed(target, error);
      }
    }
  }

  /** What idle time is for. Call it every few seconds. */
  async idle(targets: readonly Target[]): Promise<void> {
    this.#lookAtClock();
    const { jobs, figures } = this.#parts;
    if (jobs.busy) return;
    for (const { target, figures: seen } of await figures.gather(targets)) {
      const watched = this.#watch(target);
      const operations = operationsIn(seen.metrics);
      const busy = operations !== watched.operations;
      watched.operations = operations;
      if (busy) continue;
      try {
        await this.#vacuumALittle(target, watched);
        if ((await watched.round.slice()).length > 0) {
          await this.#mendWhatCan(target);
          this.#parts.changed();
        }
      } catch (error) {
        this.#failed(target, error);
      }
    }
  }

  /** Before the vault locks: writes down how far everything has come. */
  async settle(): Promise<void> {
    for (const { round } of this.#watched.values()) {
      // What is not written down is looked at again.
      await round.note().catch(() => undefined);
    }
    this.#watched.clear();
    this.#wentBackMs = 0;
  }

  async #allowed(vault: OpenVault, spaceId: string | null): Promise<Targets> {
    const targets = await targetsOf(vault, spaceId, 'maintenance.run');
    if (spaceId === null || targets.open.length > 0) return targets;
    const [closed] = targets.closed;
    if (closed !== undefined) throw VaultError.fromData(closed.problem);
    // Throws SPACE_NOT_FOUND where there is none.
    await vault.space(spaceId);
    throw new VaultError('ACCESS_DENIED', 'You are not a member of this space.', {
      hint: 'Ask the person who owns the space.',
      details: { action: 'maintenance.run' },
    });
  }

  #watch({ database }: Target): Watched {
    let watched = this.#watched.get(database);
    if (watched === undefined) {
      watched = { round: new Round(database, this.#parts.nowMs), operations: -1, findings: [], reclaimed: 0 };
      this.#watched.set(database, watched);
    }
    return watched;
  }

  /** Findings that are the machine's, said once, with the registry. */
  #machine(disk: HealthReport['disk'], nowMs: number): Finding[] {
    const found: Finding[] = [];
    if (disk !== null && disk.freeBytes < DISK_LOW_BYTES) {
      found.push(finding('disk-low', 'warning', { bytes: disk.freeBytes }, null, nowMs));
    }
    if (this.#wentBackMs > 0) {
      const seconds = Math.round(this.#wentBackMs / 1000);
      found.push(finding('clock-went-back', 'warning', { seconds }, null, nowMs));
    }
    return found;
  }

  #failed(target: Target, error: unknown): void {
    const code = error instanceof VaultError ? error.code : 'INTERNAL';
    const { findings } = this.#watch(target);
    if (findings.some((each) => each.code === 'check-failed')) return;
    findings.push(finding('check-failed', 'warning', { code }, target.spaceId, this.#parts.nowMs()));
    this.#parts.changed();
  }

  /** Derived stores that were found broken are built anew; records are left as they are. */
  async #mendWhatCan(target: Target): Promise<void> {
    const { notices } = await target.database.query('upkeep.state', {});
    const broken = notices.find(
      ({ code, params }) =>
        code === 'derived-out-of-step' || (code === 'index-damaged' && params.store !== undefined),
    );
    if (notices.some(({ severity }) => severity === 'damage')) this.#parts.figures.own.count('corruption');
    if (broken !== undefined) await this.#mend(target, String(broken.params.store));
  }

  async #mend(target: Target, store: string): Promise<void> {
    const { figures, nowMs } = this.#parts;
    const started = performance.now();
    await target.database.rebuild();
    figures.own.count('recoveries', 'rebuild');
    figures.own.observe('recovery_time', 'rebuild', performance.now() - started);
    // What was found in derived stores is looked at again when its part comes; for now it counts as mended.
    const { notices, round } = await target.database.query('upkeep.state', {});
    const mended = new Set(
      notices.filter(({ code }) => code === 'derived-out-of-step').map(({ part }) => part),
    );
    const atMs = nowMs();
    if (mended.size > 0 && round !== null) {
      await target.database.upkeep((notes) =>
        notes.upkeep.advance({
          atMs,
          part: round.part ?? 'schema',
          state: round.state,
          finished: [...mended].map((part) => ({ part, bytes: 0, notices: [] })),
        }),
      );
    }
    const watched = this.#watch(target);
    watched.findings = watched.findings.filter(({ code }) => code !== 'repaired');
    if (store !== 'all') watched.findings.push(finding('repaired', 'note', { store }, target.spaceId, atMs));
  }

  /** One small step; what it gave back is noted when there is no more to give. */
  async #vacuumALittle({ database }: Target, watched: Watched): Promise<void> {
    const { incremental, freePages, pageBytes, pages } = await database.query('upkeep.facts', {});
    if (!incremental || (freePages < VACUUM_FROM_PAGES && watched.reclaimed === 0)) return;
    if (freePages > 0) {
      const step = await database.vacuumStep(STEP_PAGES);
      watched.reclaimed += Math.max(0, pages - step.pages) * pageBytes;
      if (step.freePages > 0 && step.pages < pages) return;
    }
    await note(database, watched.reclaimed, 'incremental', this.#parts.nowMs());
    this.#parts.figures.own.count('reclaimed', 'incremental', watched.reclaimed);
    watched.reclaimed = 0;
    await database.checkpoint();
  }

  #lookAtClock(): void {
    const now = this.#parts.nowMs();
    if (now < this.#clockMs - CLOCK_STEP_MS) {
      this.#wentBackMs = Math.max(this.#wentBackMs, this.#clockMs - now);
      this.#parts.changed();
    }
    this.#clockMs = now;
  }
}

/** What people and services asked for; the engine's own looks at itself are not among it. */
function operationsIn({
  histograms,
}: {
  readonly histograms: Readonly<Record<string, Readonly<Record<string, { readonly count: number }>>>>;
}): number {
  const counts = histograms.operation ?? {};
  return ['unit', 'query', 'aggregation', 'search'].reduce(
    (sum, kind) => sum + (counts[kind]?.count ?? 0),
    0,
  );
}
