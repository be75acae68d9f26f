/**
 * Values over time: lines, areas or bars with axes and units. Read by pointer, by arrow keys, or as a table.
 *
 * recharts draws it as SVG that React owns: no style element, no animation. What it does not do: ask for data,
 * choose words. Names over amounts are drawn by `chart-bars.tsx`.
 */
import { useTranslation } from 'react-i18next';
import {
  Area,
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { formatHere } from '../i18n/dates.ts';
import { ChartBubble, ChartFrame, type ChartSeries, strokeOf, TONES } from './chart-frame.tsx';
import { timeTicks } from './chart-ticks.ts';

interface ChartPoint {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** One for each series, in their order; null where nothing was measured, which leaves a gap. */
  readonly values: readonly (number | null)[];
}

interface TimeChartProps {
  readonly title: string;
  /** One sentence: what the picture shows, with its most telling number. */
  readonly summary: string;
  readonly kind: 'line' | 'area' | 'bars';
  readonly series: readonly ChartSeries[];
  /** In the order of time. */
  readonly points: readonly ChartPoint[];
  /** The span of the time axis, milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  /** A value with its unit. */
  readonly format: (value: number) => string;
  /** The same at the axis, where that should be shorter. */
  readonly formatTick?: (value: number) => string;
  /** The ends of the value axis. Without them it begins at zero and ends where the values do. */
  readonly range?: readonly [number, number];
  /** How a point in time is named: a day where each point is one. */
  readonly named?: 'moment' | 'day' | 'time';
  /** Lines across, such as a threshold. */
  readonly marks?: readonly { readonly value: number; readonly name: string }[];
  /** Pixels. */
  readonly height?: number;
}

/** So few points are dots too: a line of two points says nothing otherwise, and one alone would not be seen. */
const MAX_DOTTED = 40;
export const AXIS_TEXT = { fill: 'var(--color-ink-soft)', fontSize: 13 } as const;
export const GRID_LINE = 'var(--color-line)';

/** A chart over time. Its table holds the same values. */
export function TimeChart({
  title,
  summary,
  kind,
  series,
  points,
  from,
  to,
  format,
  formatTick = format,
  range,
  named = 'moment',
  marks = [],
  height = 220,
}: TimeChartProps) {
  const { t, i18n } = useTranslation();
  const ticks = timeTicks(from, to);
  const nameOf = (at: number, style: Parameters<typeof formatHere>[2]): string =>
    formatHere(new Date(at).toISOString(), i18n.language, style);
  const written = (value: number | null | undefined): string =>
    typeof value === 'number' ? format(value) : t('chart.noValue');
  const measured = points.filter(({ values }) => values.some((value) => value !== null));
  return (
    <ChartFrame
      title={title}
      summary={summary}
      series={series}
      rowHeading={t('chart.time')}
      rows={measured.map(({ at, values }) => ({
        id: at,
        name: nameOf(at, named),
        values: values.map(written),
      }))}
    >
      <ComposedChart
        responsive
        accessibilityLayer
        data={[...points]}
        aria-label={`${title}. ${t('chart.keys')}`}
        margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
        style={{ width: '100%', height }}
      >
        <CartesianGrid vertical={false} stroke={GRID_LINE} />
        <XAxis
          dataKey="at"
          type="number"
          scale="time"
          domain={[from, to]}
          allowDataOverflow
          ticks={[...ticks.at]}
          tickFormatter={(at: number) => nameOf(at, ticks.style)}
          tick={AXIS_TEXT}
          stroke={GRID_LINE}
          tickLine={false}
          padding={kind === 'bars' ? { left: 16, right: 16 } : { left: 0, right: 0 }}
        />
        <YAxis
          domain={range === undefined ? [0, 'auto'] : [...range]}
          width="auto"
          tickCount={5}
          tickFormatter={formatTick}
          tick={AXIS_TEXT}
          axisLine={false}
          tickLine={false}
        />
        {marks.map(({ value, name }) => (
          <ReferenceLine
            key={name}
            y={value}
            stroke="var(--color-amber)"
            strokeDasharray="4 4"
            ifOverflow="extendDomain"
            label={{ value: name, position: 'insideTopRight', fill: 'var(--color-amber)', fontSize: 13 }}
          />
        ))}
        <Tooltip
          isAnimationActive={false}
          cursor={kind === 'bars' ? { fill: 'var(--color-hover)' } : { stroke: 'var(--color-line-strong)' }}
          content={({ active, label }) => {
            const point = active ? points.find(({ at }) => at === label) : undefined;
            return point === undefined ? null : (
              <ChartBubble
                heading={nameOf(point.at, named)}
                series={series}
                values={point.values.map(written)}
              />
            );
          }}
        />
        {series.map((each, index) =>
          drawn(kind, each, index, measured.length <= MAX_DOTTED && kind !== 'bars'),
        )}
      </ComposedChart>
    </ChartFrame>
  );
}

/** One series. recharts looks for its own components among the children, so this is no component. */
function drawn(kind: TimeChartProps['kind'], series: ChartSeries, index: number, dotted: boolean) {
  const tone = TONES[series.tone ?? 'accent'];
  const shared = {
    name: series.name,
    dataKey: (point: ChartPoint) => point.values[index],
    isAnimationActive: false,
  } as const;
  if (kind === 'bars') {
    return <Bar key={series.name} {...shared} fill={tone.line} maxBarSize={28} radius={[2, 2, 0, 0]} />;
  }
  const line = {
    ...shared,
    type: 'monotone',
    stroke: tone.line,
    strokeWidth: 2,
    strokeDasharray: strokeOf(index),
    dot: dotted ? { r: 2.5, fill: tone.line, strokeWidth: 0 } : false,
    activeDot: { r: 4, fill: tone.line, strokeWidth: 0 },
  } as const;
  return kind === 'area' ? (
    <Area key={series.name} {...line} fill={tone.wash} />
  ) : (
    <Line key={series.name} {...line} />
  );
}
