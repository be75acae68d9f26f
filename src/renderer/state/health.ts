/**
 * How the open vault is, and what is being done for it: kept fresh by main's events for as long as the house stands,
 * so that the mark in the rail is true and a job is still to be seen when one comes back to its page.
 */
import { create } from 'zustand';
import type { BackupProgress } from '../../shared/contracts/backups.ts';
import type { Alert, HealthProgress, HealthReport } from '../../shared/contracts/health.ts';
import type { VaultErrorData } from '../../shared/errors.ts';
import { invoke, listen } from '../bridge.ts';
import { onLock } from './on-lock.ts';

interface HealthStore {
  /** Null until the first answer. */
  readonly report: HealthReport | null;
  readonly error: VaultErrorData | null;
  /** The job under way, or the last one that ended. */
  readonly job: HealthProgress | null;
  /** The backup being made, checked or restored, or how the last one ended. */
  readonly backup: BackupProgress | null;
  load(): Promise<void>;
  setAlerts(alerts: readonly Alert[]): void;
}

const EMPTY = { report: null, error: null, job: null, backup: null } as const;

/** Counts the vaults that were open: an answer that comes after a lock belongs to one that no longer is. */
let opened = 0;

export const useHealth = create<HealthStore>((set, get) => ({
  ...EMPTY,
  async load() {
    const mine = opened;
    const [report, backup] = await Promise.all([invoke('health.report', {}), invoke('backups.state', {})]);
    if (mine !== opened) return;
    if (report.ok) set({ report: report.value, job: report.value.job, error: null });
    else set({ error: report.error });
    if (backup.ok) set({ backup: backup.value });
  },
  setAlerts(alerts) {
    const { report } = get();
    if (report !== null) set({ report: { ...report, alerts: [...alerts] } });
  },
}));

onLock(() => {
  opened += 1;
  useHealth.setState(EMPTY);
});

const GATHER_MS = 300;

/** Loads the report and follows it. */
export function followHealth(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const load = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void useHealth.getState().load();
    }, GATHER_MS);
  };
  const stops = [
    listen('health.changed', load),
    listen('health.progress', (job) => {
      useHealth.setState({ job });
      if (job.state !== 'running') load();
    }),
    listen('backups.progress', (backup) => useHealth.setState({ backup })),
  ];
  load();
  return () => {
    clearTimeout(timer);
    for (const stop of stops) stop();
  };
}

/** Those that hold now and are watched. */
export const raisedAlerts = (alerts: readonly Alert[]): readonly Alert[] =>
  alerts.filter(({ enabled, state }) => enabled && state === 'raised');

/** True where somebody should look at the Health page. */
export function useNeedsAttention(): boolean {
  return useHealth(
    ({ report }) =>
      report !== null && (report.status !== 'healthy' || raisedAlerts(report.alerts).length > 0),
  );
}
