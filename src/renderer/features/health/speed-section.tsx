/** How quickly the vault answers: one kind of work over an hour, a day or thirty days, as a chart. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alert, AlertKey, SeriesKind, SeriesRange } from '../../../shared/contracts/health.ts';
import { SERIES_KINDS, seriesRangeSchema } from '../../../shared/contracts/health.ts';
import { TimeChart } from '../../components/chart.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Select } from '../../components/select.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { formatMilliseconds } from './amounts.ts';
import { HealthSection } from './health-section.tsx';
import { useSeries } from './use-series.ts';

/** The alerts that watch a kind. */
const WATCHED: Readonly<Partial<Record<SeriesKind, AlertKey>>> = {
  unit: 'unit-p95',
  acquisition: 'acquisition-p95',
  query: 'query-p95',
  aggregation: 'aggregation-p95',
  health: 'health-p95',
};
/** A threshold far above everything measured would press the lines flat. */
const NEAR = 3;

/** The section. */
export function SpeedSection({ alerts }: { readonly alerts: readonly Alert[] }) {
  const { t } = useTranslation('health');
  const [kind, setKind] = useState<SeriesKind>('query');
  const [range, setRange] = useState<SeriesRange>('hour');
  const { series, error, reload } = useSeries(range);
  return (
    <HealthSection title={t('speed.title')} sentence={t('speed.sentence')}>
      <div className="flex flex-wrap gap-4">
        <Select
          className="min-w-52"
          label={t('speed.kind')}
          value={kind}
          onChange={setKind}
          choices={SERIES_KINDS.map((value) => ({ value, label: t(`speed.kinds.${value}`) }))}
        />
        <Select
          className="min-w-44"
          label={t('speed.range')}
          value={range}
          onChange={setRange}
          choices={seriesRangeSchema.options.map((value) => ({ value, label: t(`speed.ranges.${value}`) }))}
        />
      </div>
      {error !== null && <ErrorNotice error={error} onRetry={reload} />}
      {series === null && error === null && <Skeleton lines={5} />}
      {series !== null && <SpeedChart kind={kind} series={series} alerts={alerts} />}
    </HealthSection>
  );
}

interface SpeedChartProps {
  readonly kind: SeriesKind;
  readonly series: NonNullable<ReturnType<typeof useSeries>['series']>;
  readonly alerts: readonly Alert[];
}

function SpeedChart({ kind, series, alerts }: SpeedChartProps) {
  const { t, i18n } = useTranslation('health');
  const format = (value: number): string => formatMilliseconds(value, i18n.language);
  const points = series.series.find((each) => each.kind === kind)?.points ?? [];
  const last = points.at(-1);
  const highest = Math.max(0, ...points.map(({ p95 }) => p95));
  const alert = alerts.find(({ key, enabled }) => enabled && key === WATCHED[kind]);
  const marks =
    alert !== undefined && alert.threshold <= highest * NEAR
      ? [{ value: alert.threshold, name: t('speed.threshold', { threshold: format(alert.threshold) }) }]
      : [];
  return (
    <TimeChart
      title={t(`speed.kinds.${kind}`)}
      summary={
        last === undefined ? '' : t('speed.summary', { usual: format(last.p50), slow: format(last.p95) })
      }
      kind="line"
      series={[
        { name: t('speed.p50'), tone: 'accent' },
        { name: t('speed.p95'), tone: 'amber' },
      ]}
      points={withGaps(points, series.bucketSeconds * 1000)}
      from={Date.parse(series.from)}
      to={Date.parse(series.to)}
      format={format}
      named={series.range === 'hour' ? 'time' : 'moment'}
      marks={marks}
    />
  );
}

/** Empty buckets are left out by main; a gap of more than one breaks the line, since nothing is known of it. */
function withGaps(
  points: readonly { readonly at: string; readonly p50: number; readonly p95: number }[],
  bucketMs: number,
): { at: number; values: (number | null)[] }[] {
  return points.flatMap(({ at, p50, p95 }, index) => {
    const moment = Date.parse(at);
    const before = points[index - 1];
    const gap = before !== undefined && moment - Date.parse(before.at) > 2 * bucketMs;
    return [
      ...(gap ? [{ at: moment - bucketMs, values: [null, null] }] : []),
      { at: moment, values: [p50, p95] },
    ];
  });
}
