/**
 * The rail beside the timeline: every month as a bar as long as it is full, years named; pressed or dragged it
 * jumps there. To the keyboard and to screen readers it is a vertical slider whose steps are months.
 */
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Month } from '../../../shared/contracts/memories.ts';
import { formatTime } from '../../i18n/dates.ts';
import { layOutRail, railExtent, railHeightOf, railRow } from './month-rail-geometry.ts';

const YEAR_SPACING = 26;
const BAR_LENGTH = 24;
const BARS_END = 64;
const MARGIN = 12;
const MONTHS_PER_YEAR = 12;

interface MonthRailProps {
  readonly months: readonly Month[];
  /** The row at the top of the list. */
  readonly topRow: number;
  readonly onJump: (row: number) => void;
}

function useHeight() {
  const box = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(0);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setHeight(Math.max(0, element.clientHeight - 2 * MARGIN)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { box, height };
}

/** The rail. */
export function MonthRail({ months, topRow, onJump }: MonthRailProps) {
  const { t, i18n } = useTranslation('timeline');
  const { box, height } = useHeight();
  const [dragging, setDragging] = useState(false);
  const rail = useMemo(() => layOutRail(months, height, YEAR_SPACING), [months, height]);
  const extent = railExtent(months, height);
  const here = railHeightOf(months, extent, topRow);
  const current = months.findLastIndex((month) => month.offset <= topRow);
  const month = months[Math.max(0, current)];

  const jumpTo = (event: PointerEvent<HTMLDivElement>) => {
    const { top } = event.currentTarget.getBoundingClientRect();
    onJump(railRow(months, extent, event.clientY - top - MARGIN));
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      ArrowRight: current + 1,
      ArrowLeft: current - 1,
      PageDown: current + MONTHS_PER_YEAR,
      PageUp: current - MONTHS_PER_YEAR,
      Home: 0,
      End: months.length - 1,
    };
    const step = steps[event.key];
    if (step === undefined || event.altKey) return;
    event.preventDefault();
    const target = months[Math.min(months.length - 1, Math.max(0, step))];
    if (target !== undefined) onJump(target.offset);
  };

  const label =
    month === undefined
      ? ''
      : t('railValue', { month: formatTime(month.month, 'month', i18n.language), count: month.count });
  return (
    <div
      ref={box}
      role="slider"
      tabIndex={0}
      aria-label={t('rail')}
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={Math.max(0, months.length - 1)}
      aria-valuenow={Math.max(0, current)}
      aria-valuetext={label}
      title={dragging ? undefined : t('railHint')}
      className="group relative w-18 shrink-0 touch-none select-none overflow-hidden border-line border-l outline-offset-[-2px]"
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDragging(true);
        jumpTo(event);
      }}
      onPointerMove={(event) => {
        if (dragging) jumpTo(event);
      }}
      onPointerUp={() => setDragging(false)}
      onPointerCancel={() => setDragging(false)}
    >
      <svg aria-hidden className="pointer-events-none absolute inset-0 size-full">
        <g transform={`translate(0 ${MARGIN})`}>
          {rail.bars.map((bar) => (
            <rect
              key={bar.top}
              x={BARS_END - BAR_LENGTH * bar.density}
              y={bar.top}
              width={BAR_LENGTH * bar.density}
              height={Math.max(1, bar.height - (bar.height > 3 ? 1 : 0))}
              className="fill-line-strong/55"
            />
          ))}
          {rail.years.map(({ year, top }) => (
            <text key={year} x={8} y={top + 9} className="fill-ink-soft font-sans text-xs tabular-nums">
              {Number(year)}
            </text>
          ))}
          <line
            x1={BARS_END - BAR_LENGTH}
            x2={BARS_END}
            y1={here}
            y2={here}
            className="stroke-2 stroke-accent"
          />
          <circle cx={BARS_END} cy={here} r={4} className="fill-accent" />
        </g>
      </svg>
      {dragging && (
        <span
          aria-hidden
          className="pointer-events-none absolute right-0 left-0 z-10 mx-1 rounded bg-accent px-1.5 py-1 text-center text-on-accent text-xs"
          style={{ top: Math.min(Math.max(0, here - 34), height) }}
        >
          {month === undefined
            ? ''
            : `${formatTime(month.month, 'monthShort', i18n.language)} ${Number(month.month.slice(0, 4))}`}
        </span>
      )}
    </div>
  );
}
