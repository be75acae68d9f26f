/** metrics: counters and durations. */
import type { CommandResult } from '../output.ts';
import { type GlobalOptions, withVault } from '../session.ts';

export function metrics(options: GlobalOptions & { readonly openmetrics?: boolean }): Promise<CommandResult> {
  return withVault(options, async ({ application }) => {
    const { maintenance } = application;
    if (options.openmetrics === true) {
      const text = await maintenance.openMetrics();
      return { json: { openmetrics: text }, lines: [text.trimEnd()] };
    }
    const { counters } = await maintenance.report();
    const histograms = await maintenance.histograms();
    return {
      json: { counters, histograms },
      lines: [
        ...counters.map(({ group, name, month }) => `${group}  ${name}  ${month}`),
        ...histograms.map(
          ({ kind, count, p50, p95, p99 }) =>
            `${kind}  ${count} times  p50 ${p50.toFixed(2)} ms  p95 ${p95.toFixed(2)} ms  p99 ${p99.toFixed(2)} ms`,
        ),
      ],
    };
  });
}
