/** Health, vacuum, alerts and figures. What takes long is begun and told of by `health.progress`. */
import type { Maintenance } from '../../maintenance/maintenance-services.ts';
import type { ChannelHandlers } from '../router.ts';
import type { ShellPort } from '../shell-port.ts';

type HealthChannel = Extract<
  keyof ChannelHandlers,
  `health.${string}` | `vacuum.${string}` | `alerts.${string}` | `metrics.${string}`
>;

export function healthHandlers(
  maintenance: Maintenance,
  shell: ShellPort,
): Pick<ChannelHandlers, HealthChannel> {
  /** A job that began goes on by itself; one that cannot begin says so here. It never rejects later. */
  const begun = (job: Promise<unknown>): Record<string, never> => {
    void job;
    return {};
  };
  const cancel = (): Record<string, never> => {
    maintenance.cancel();
    return {};
  };
  return {
    'health.report': () => maintenance.report(),
    'health.series': ({ range, spaceId }) => maintenance.series(range, spaceId),
    'health.slowStatements': () => maintenance.slowStatements(),
    'health.overview': ({ spaceId }) => maintenance.overview(spaceId),
    'health.check': ({ spaceId }) => begun(maintenance.check(spaceId)),
    'health.cancel': cancel,
    'health.rebuild': ({ spaceId }) => begun(maintenance.rebuild(spaceId)),
    'vacuum.start': ({ spaceId, full }) => begun(maintenance.vacuum(spaceId, full)),
    'vacuum.cancel': cancel,
    'alerts.list': () => maintenance.alerts(),
    'alerts.set': (change) => maintenance.setAlert(change),
    'metrics.export': async () => {
      const path = await shell.chooseMetricsFile();
      if (path !== null) await maintenance.exportMetrics(path);
      return { path };
    },
  };
}
