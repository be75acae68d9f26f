/**
 * What stands around a chart: its name, one sentence that says what it shows, the names of its lines, and the same
 * values as a table for those who do not see it.
 *
 * Invariant: nothing is told by colour alone: each series has a colour and a stroke of its own, and its name.
 */
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';

export type ChartTone = 'accent' | 'ink' | 'green' | 'amber' | 'red';

export interface ChartSeries {
  readonly name: string;
  /** The accent where none is named. */
  readonly tone?: ChartTone;
}

/** The colours of a line, and of what is filled below it. */
export const TONES: Readonly<Record<ChartTone, { readonly line: string; readonly wash: string }>> = {
  accent: { line: 'var(--color-accent)', wash: 'var(--color-accent-wash)' },
  ink: { line: 'var(--color-ink-faint)', wash: 'var(--color-sunk)' },
  green: { line: 'var(--color-green)', wash: 'var(--color-green-wash)' },
  amber: { line: 'var(--color-amber)', wash: 'var(--color-amber-wash)' },
  red: { line: 'var(--color-red)', wash: 'var(--color-red-wash)' },
};

const STROKES = ['none', '7 4', '2 3'] as const;

/** The stroke of the series at `index`: whole, dashed, dotted. */
export const strokeOf = (index: number): string => STROKES[index % STROKES.length] ?? 'none';

/** More rows than this are no help to anybody who listens to them. */
const MAX_TABLE_ROWS = 60;

interface ChartFrameProps {
  readonly title: string;
  /** One sentence: what the picture shows, with its most telling number. Not said where nothing was measured. */
  readonly summary: string;
  readonly series: readonly ChartSeries[];
  /** Heads of the table: what the rows are named by. */
  readonly rowHeading: string;
  readonly rows: readonly {
    readonly id: number | string;
    readonly name: string;
    readonly values: readonly string[];
  }[];
  /** The picture; what is said instead where there is nothing to show. */
  readonly children: ReactNode;
}

/** A figure with its caption, its legend where there is more than one series, and its table. */
export function ChartFrame({ title, summary, series, rowHeading, rows, children }: ChartFrameProps) {
  const { t } = useTranslation();
  const id = useId();
  const step = Math.ceil(rows.length / MAX_TABLE_ROWS);
  return (
    <figure aria-labelledby={id} className="m-0 flex min-w-0 flex-col gap-2">
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <span className="min-w-0">
          <span id={id} className="block font-semibold">
            {title}
          </span>
          <span className="block text-ink-soft text-sm">{rows.length > 0 && summary}</span>
        </span>
        {series.length > 1 && rows.length > 0 && <Legend series={series} />}
      </figcaption>
      {rows.length === 0 ? <p className="py-6 text-ink-faint">{t('chart.nothing')}</p> : children}
      {rows.length > 0 && (
        <div className="sr-only">
          <table>
            <caption>{title}</caption>
            <thead>
              <tr>
                <th scope="col">{rowHeading}</th>
                {series.map(({ name }) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows
                .filter((_, index) => index % step === 0)
                .map((row) => (
                  <tr key={row.id}>
                    <th scope="row">{row.name}</th>
                    {row.values.map((value, index) => (
                      <td key={series[index]?.name}>{value}</td>
                    ))}
                  </tr>
                ))}
            </tbody>
          </table>
        </div>
      )}
    </figure>
  );
}

function Legend({ series }: { readonly series: readonly ChartSeries[] }) {
  return (
    <span aria-hidden className="flex flex-wrap gap-x-4 text-ink-soft text-sm">
      {series.map(({ name, tone = 'accent' }, index) => (
        <span key={name} className="inline-flex items-center gap-1.5">
          <StrokeSample tone={tone} index={index} />
          {name}
        </span>
      ))}
    </span>
  );
}

/** A short piece of the line of a series. */
function StrokeSample({ tone, index }: { readonly tone: ChartTone; readonly index: number }) {
  return (
    <svg aria-hidden viewBox="0 0 24 4" className="h-1 w-6 shrink-0">
      <line
        x1="0"
        x2="24"
        y1="2"
        y2="2"
        stroke={TONES[tone].line}
        strokeWidth="2.5"
        strokeDasharray={strokeOf(index)}
      />
    </svg>
  );
}

interface ChartBubbleProps {
  readonly heading: string;
  readonly series: readonly ChartSeries[];
  readonly values: readonly string[];
}

/** What is said of one place of a chart, by pointer and by keyboard. Announced: it is what the keyboard moves over. */
export function ChartBubble({ heading, series, values }: ChartBubbleProps) {
  return (
    <div
      role="status"
      className="rounded-md border border-line bg-raised px-3 py-2 text-ink text-sm shadow-lifted"
    >
      <p className="text-ink-soft text-xs">{heading}</p>
      {series.map(({ name, tone = 'accent' }, index) => (
        <p key={name} className="flex items-center gap-2 whitespace-nowrap">
          <StrokeSample tone={tone} index={index} />
          <span>{name}</span>
          <span className="ms-auto ps-3 font-semibold tabular-nums">{values[index]}</span>
        </p>
      ))}
    </div>
  );
}
