/**
 * Health, vacuum, figures and alerts of the open vault, put together. Reads like a table of contents.
 *
 * Invariant: what runs by itself stops before the vault locks and begins when one is unlocked; a fault in it is counted
 * and shown, never thrown at somebody who asked for nothing.
 */
import { writeFile } from 'node:fs/promises';
import type {
  Alert,
  AlertChange,
  HealthProgress,
  HealthReport,
  Series,
  SeriesRange,
  SlowStatement,
  SpaceOverview,
  SpaceUse,
} from '../../shared/contracts/health.ts';
import { enterSpace } from '../memory/access-gate.ts';
import { contextFor, Listeners } from '../memory/ports.ts';
import type { Clock, OpenVault, VaultService } from '../vault/contract.ts';
import { valuesOf } from './alert-values.ts';
import { AlertBook } from './alerts.ts';
import { Health } from './health.ts';
import { Jobs } from './jobs.ts';
import { Figures, type KindDurations } from './metrics.ts';
import { overviewOf } from './overview.ts';
import { type Target, targetsOf } from './targets.ts';
import { type VacuumOutcome, vacuumDatabase } from './vacuum.ts';

/** Milliseconds between two looks whether there is nothing to do, and between two gatherings of figures. */
const IDLE_EVERY_MS = 5_000;
const GATHER_EVERY_MS = 60_000;

export interface MaintenancePorts {
  readonly vaults: Pick<VaultService, 'session' | 'beforeLock' | 'on'>;
  /** Default: the system's. */
  readonly clock?: Clock;
  /** False for scripts: nothing runs by itself. */
  readonly byItself: boolean;
}

export class Maintenance {
  readonly #ports: MaintenancePorts;
  readonly #progress = new Listeners<HealthProgress>();
  readonly #changed = new Listeners<null>();
  readonly figures = new Figures();
  readonly #alerts = new AlertBook();
  readonly #jobs = new Jobs((progress) => this.#progress.tell(progress));
  readonly #health: Health;
  #targets: readonly Target[] | null = null;
  #timers: NodeJS.Timeout[] = [];
  /** One thing by itself at a time. */
  #working: Promise<void> = Promise.resolve();
  #gatheredAtMs = 0;

  constructor(ports: MaintenancePorts) {
    this.#ports = ports;
    this.#health = new Health({
      jobs: this.#jobs,
      figures: this.figures,
      alerts: this.#alerts,
      nowMs: () => this.#now(),
      changed: () => this.#changed.tell(null),
    });
    ports.vaults.beforeLock(() => this.#settle());
    ports.vaults.on('spaces', () => {
      this.#targets = null;
    });
    ports.vaults.on('session', ({ state }) => {
      if (state === 'unlocked') this.#begin();
    });
  }

  /** What is known now. Throws VAULT_LOCKED; the same below. */
  async report(): Promise<HealthReport> {
    const vault = this.#vault();
    this.#alerts.load(vault.alertSettings());
    return this.#health.report(vault);
  }

  /** A little more of every file is looked at first: for scripts. */
  async reportAfterSlice(spaceId: string | null, budgetMs: number): Promise<HealthReport> {
    await this.#health.sliceNow(this.#vault(), spaceId, budgetMs);
    return this.report();
  }

  /** Checks whole files, deep. Throws CONFLICT while another job runs. @returns what it came to, once it has ended */
  check(spaceId: string | null): Promise<HealthProgress> {
    return this.#health.check(this.#vault(), spaceId);
  }

  rebuild(spaceId: string): Promise<HealthProgress> {
    return this.#health.rebuild(this.#vault(), spaceId);
  }

  /** @param full also puts the pages in order. @param told of each database that is done */
  vacuum(
    spaceId: string | null,
    full: boolean,
    told: (outcome: VacuumOutcome) => void = () => undefined,
  ): Promise<HealthProgress> {
    const vault = this.#vault();
    return this.#jobs.start('vacuum', async (report) => {
      const { open } = await targetsOf(vault, spaceId, 'maintenance.run');
      for (const target of open) {
        if (report.signal.aborted) return;
        if (target.space !== null) {
          const context = contextFor(vault, target.space, 'vacuum.run', null);
          await target.space.database.unitOfWork.run(context, () => undefined);
        }
        const outcome = await vacuumDatabase(target, { full, nowMs: () => this.#now() }, report);
        const given = Math.max(0, outcome.before - outcome.after);
        this.figures.own.count('reclaimed', full ? 'full' : 'incremental', given);
        told(outcome);
      }
      this.#changed.tell(null);
    });
  }

  cancel(): void {
    this.#jobs.cancel();
  }

  series(range: SeriesRange, spaceId: string | null): Promise<Series> {
    return this.figures.series(this.#vault(), range, spaceId, this.#now());
  }

  async slowStatements(): Promise<SlowStatement[]> {
    await this.figures.gather((await targetsOf(this.#vault(), null, 'health.read')).open);
    return this.figures.slowStatements();
  }

  async overview(spaceId: string): Promise<SpaceOverview> {
    const vault = this.#vault();
    const { database } = await enterSpace(vault, spaceId, 'health.read');
    return overviewOf(await database.query('upkeep.overview', {}), (id) => vault.personName(id));
  }

  alerts(): Alert[] {
    this.#alerts.load(this.#vault().alertSettings());
    return this.#alerts.list();
  }

  /** Throws INVALID_INPUT where a threshold is out of its bounds. */
  async setAlert(change: AlertChange): Promise<Alert[]> {
    const vault = this.#vault();
    this.#alerts.load(vault.alertSettings());
    await vault.setAlertSettings(this.#alerts.set(change));
    this.#changed.tell(null);
    return this.#alerts.list();
  }

  /** Durations of the last 30 days, by kind of operation. */
  histograms(): Promise<KindDurations[]> {
    return this.figures.histograms(this.#vault(), this.#now());
  }

  /** OpenMetrics text of everything since the vault was unlocked. */
  async openMetrics(): Promise<string> {
    const { databases, disk } = await this.report();
    const sum = (bytes: (use: SpaceUse) => number): number =>
      databases.reduce((total, { use }) => total + (use === null ? 0 : bytes(use)), 0);
    const { own } = this.figures;
    own.set(
      'file_size',
      '',
      sum(({ fileBytes }) => fileBytes),
    );
    own.set(
      'free_size',
      '',
      sum(({ freePages, pageBytes }) => freePages * pageBytes),
    );
    if (disk !== null) own.set('disk_room', '', disk.freeBytes);
    return this.figures.openMetrics();
  }

  /** Writes that text to a file; one that is there is replaced. */
  async exportMetrics(path: string): Promise<void> {
    await writeFile(path, await this.openMetrics(), { mode: 0o600 });
  }

  /** Returns the function that stops listening; the same below. */
  onProgress(listener: (progress: HealthProgress) => void): () => void {
    return this.#progress.add(listener);
  }

  onChanged(listener: () => void): () => void {
    return this.#changed.add(listener);
  }

  /** One turn of what runs by itself; tests call it, the app has a timer. */
  async turn(): Promise<void> {
    const vault = this.#vault();
    this.#targets ??= (await targetsOf(vault, null, 'maintenance.run')).open;
    const nowMs = this.#now();
    await this.#health.idle(this.#targets);
    if (Math.abs(nowMs - this.#gatheredAtMs) < GATHER_EVERY_MS) return;
    this.#gatheredAtMs = nowMs;
    this.#alerts.load(vault.alertSettings());
    await this.figures.gather(this.#targets);
    await this.figures.keep(vault, nowMs);
    const values = await valuesOf(vault.directory, this.figures);
    if (this.#alerts.look(values, nowMs)) this.#changed.tell(null);
  }

  #begin(): void {
    if (!this.#ports.byItself || this.#timers.length > 0) return;
    this.#gatheredAtMs = this.#now();
    const timer = setInterval(() => {
      // A vault that locked meanwhile, a thread that died: the next turn sees anew.
      this.#working = this.#working
        .then(() => this.turn())
        .catch(() => {
          this.#targets = null;
        });
    }, IDLE_EVERY_MS);
    timer.unref();
    this.#timers.push(timer);
  }

  async #settle(): Promise<void> {
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    await this.#jobs.stop();
    await this.#working;
    const vault = this.#vault();
    try {
      if (this.#targets !== null) await this.figures.gather(this.#targets);
      if (this.#ports.byItself) await this.figures.keep(vault, this.#now());
    } catch {
      // Figures of the last minute are lost; nothing else is.
    }
    await this.#health.settle();
    this.figures.forget();
    this.#targets = null;
  }

  #vault(): OpenVault {
    return this.#ports.vaults.session();
  }

  #now(): number {
    return this.#ports.clock?.now() ?? Date.now();
  }
}
