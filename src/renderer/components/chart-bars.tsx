/** Amounts by name, as bars that lie: what takes how much. The longest first is the caller's to decide. */
import { useTranslation } from 'react-i18next';
import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts';
import { AXIS_TEXT, GRID_LINE } from './chart.tsx';
import { ChartBubble, ChartFrame, type ChartTone, TONES } from './chart-frame.tsx';

interface NamedBarsProps {
  readonly title: string;
  /** One sentence: what the picture shows, with its most telling number. */
  readonly summary: string;
  /** What the names are names of, and what is measured: the heads of the table. */
  readonly of: string;
  readonly measure: string;
  readonly rows: readonly { readonly name: string; readonly value: number }[];
  /** A value with its unit. */
  readonly format: (value: number) => string;
  readonly tone?: ChartTone;
}

const ROW_PIXELS = 34;
const AXIS_PIXELS = 34;

/** A bar for each name. Its table holds the same values. */
export function NamedBars({ title, summary, of, measure, rows, format, tone = 'accent' }: NamedBarsProps) {
  const { t } = useTranslation();
  const series = [{ name: measure, tone }];
  return (
    <ChartFrame
      title={title}
      summary={summary}
      series={series}
      rowHeading={of}
      rows={rows.map(({ name, value }) => ({ id: name, name, values: [format(value)] }))}
    >
      <BarChart
        responsive
        accessibilityLayer
        layout="vertical"
        data={[...rows]}
        aria-label={`${title}. ${t('chart.keys')}`}
        margin={{ top: 0, right: 16, bottom: 0, left: 0 }}
        style={{ width: '100%', height: rows.length * ROW_PIXELS + AXIS_PIXELS }}
      >
        <CartesianGrid horizontal={false} stroke={GRID_LINE} />
        <XAxis
          type="number"
          domain={[0, 'auto']}
          tickCount={5}
          tickFormatter={format}
          tick={AXIS_TEXT}
          stroke={GRID_LINE}
          tickLine={false}
        />
        <YAxis
          type="category"
          dataKey="name"
          width="auto"
          interval={0}
          tick={AXIS_TEXT}
          axisLine={false}
          tickLine={false}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: 'var(--color-hover)' }}
          content={({ active, label }) => {
            const row = active ? rows.find(({ name }) => name === label) : undefined;
            return row === undefined ? null : (
              <ChartBubble heading={row.name} series={series} values={[format(row.value)]} />
            );
          }}
        />
        <Bar
          name={measure}
          dataKey="value"
          fill={TONES[tone].line}
          barSize={14}
          radius={[0, 2, 2, 0]}
          isAnimationActive={false}
        />
      </BarChart>
    </ChartFrame>
  );
}
