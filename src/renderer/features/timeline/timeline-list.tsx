/**
 * The scrolling list of a timeline: only what is in view is in the document, a hundred rows or a million.
 *
 * Invariants: every row's place comes from the geometry, never from measuring; the row that has the keyboard
 * stays in the document when it scrolls out of view, so that focus is never lost; screen readers are told the
 * true size of the list and each row's place in it.
 */
import {
  type KeyboardEvent,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { MemoryRow as Row } from '../../../shared/contracts/memories.ts';
import { formatTime } from '../../i18n/dates.ts';
import { startsDay } from './day-groups.ts';
import { MemoryRow } from './memory-row.tsx';
import type { PageWindow } from './page-window.ts';
import { type Geometry, rowAt, rowTop, scrollToReveal, type View, viewBetween } from './timeline-geometry.ts';

/** Rows kept ready above and below what is seen. */
const SPARE_ROWS = 5;

export interface TimelineListHandle {
  /** Brings a row to the top of the view. */
  jumpTo(row: number): void;
  /** Gives a row the keyboard, scrolling as far as needed. */
  focusRow(row: number): void;
  /** Scrolls a row into view without giving it the keyboard. */
  reveal(row: number): void;
}

interface TimelineListProps {
  readonly geometry: Geometry;
  readonly rows: PageWindow<Row>;
  readonly openId: string | null;
  readonly handle: Ref<TimelineListHandle>;
  readonly onOpen: (row: Row, index: number) => void;
  readonly onTakeBack: (row: Row) => void;
  /** The row at the top of the view has changed. */
  readonly onTopRow: (row: number) => void;
}

const sameView = (a: View | null, b: View | null): boolean =>
  a === b ||
  (a !== null &&
    b !== null &&
    a.firstRow === b.firstRow &&
    a.lastRow === b.lastRow &&
    a.firstSection === b.firstSection &&
    a.lastSection === b.lastSection);

/** The list. Up, Down, Page Up, Page Down, Home and End move; Enter opens. */
export function TimelineList(props: TimelineListProps) {
  const { geometry, rows, openId, handle, onOpen, onTakeBack, onTopRow } = props;
  const { t, i18n } = useTranslation('timeline');
  const scroller = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<View | null>(null);
  const [activeRow, setActiveRow] = useState(0);
  const focusWanted = useRef<number | null>(null);
  /** The row that has the keyboard, while one has. */
  const keyboardRow = useRef<number | null>(null);

  const look = useCallback(() => {
    const box = scroller.current;
    if (box === null) return;
    const next = viewBetween(geometry, box.scrollTop, box.scrollTop + box.clientHeight, SPARE_ROWS);
    setView((last) => (sameView(last, next) ? last : next));
    onTopRow(rowAt(geometry, box.scrollTop));
  }, [geometry, onTopRow]);

  useLayoutEffect(look, [look]);
  useEffect(() => {
    const box = scroller.current;
    if (box === null) return;
    const observer = new ResizeObserver(look);
    observer.observe(box);
    return () => observer.disconnect();
  }, [look]);

  useEffect(() => {
    if (view !== null) rows.show(view.firstRow, view.lastRow);
  }, [rows, view]);

  const reveal = useCallback(
    (row: number) => {
      const box = scroller.current;
      if (box === null) return;
      const target = scrollToReveal(geometry, row, box.scrollTop, box.clientHeight);
      if (target !== null) box.scrollTop = target;
      look();
    },
    [geometry, look],
  );

  const giveFocus = useCallback((row: number): boolean => {
    const button = scroller.current?.querySelector<HTMLElement>(
      `button[data-index="${row}"], [data-index="${row}"] button`,
    );
    button?.focus({ preventScroll: true });
    return button !== null && button !== undefined;
  }, []);

  const focusRow = useCallback(
    (row: number) => {
      const target = Math.min(geometry.rows - 1, Math.max(0, row));
      setActiveRow(target);
      reveal(target);
      focusWanted.current = giveFocus(target) ? null : target;
    },
    [geometry.rows, reveal, giveFocus],
  );

  // A row can take focus once it is drawn, which may be a page load after it was asked for. And where the
  // focused row has just turned into its undo line, the keyboard stays with it.
  useLayoutEffect(() => {
    const wanted =
      focusWanted.current ?? (document.activeElement === document.body ? keyboardRow.current : null);
    if (wanted !== null && giveFocus(wanted)) focusWanted.current = null;
  });

  useImperativeHandle(handle, () => ({
    jumpTo(row) {
      const box = scroller.current;
      if (box === null) return;
      box.scrollTop = Math.max(0, rowTop(geometry, row) - geometry.metrics.headingHeight);
      look();
    },
    focusRow,
    reveal,
  }));

  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(
      1,
      Math.floor((scroller.current?.clientHeight ?? 0) / geometry.metrics.rowHeight) - 1,
    );
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: activeRow + 1,
      ArrowUp: activeRow - 1,
      PageDown: activeRow + page,
      PageUp: activeRow - page,
      Home: 0,
      End: geometry.rows - 1,
    };
    const target = steps[event.key];
    if (target === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    focusRow(target);
  };

  const open = useCallback(
    (row: Row, index: number) => {
      setActiveRow(index);
      onOpen(row, index);
    },
    [onOpen],
  );

  const drawn = view === null ? [] : rowsToDraw(view, Math.min(activeRow, geometry.rows - 1));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: moves focus between the buttons inside, which are operated.
    <div
      ref={scroller}
      onScroll={look}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        const index = event.target.closest<HTMLElement>('[data-index]')?.dataset.index;
        keyboardRow.current = index === undefined ? null : Number(index);
      }}
      onBlur={(event) => {
        if (event.relatedTarget !== null || document.hasFocus()) keyboardRow.current = null;
      }}
      className="relative min-h-0 grow overflow-y-auto overscroll-contain [contain:strict]"
    >
      <div className="relative" style={{ height: geometry.height }}>
        <ul aria-label={t('list')} className="absolute inset-0">
          {drawn.map((index) => {
            const row = rows.row(index);
            return (
              <MemoryRow
                key={index}
                row={row}
                index={index}
                top={rowTop(geometry, index)}
                total={geometry.rows}
                startsDay={row !== undefined && (index === 0 || startsDay(row.at, rows.row(index - 1)?.at))}
                isOpen={row !== undefined && row.id === openId}
                isTabStop={index === activeRow}
                onOpen={open}
                onTakeBack={onTakeBack}
              />
            );
          })}
        </ul>
        {view !== null &&
          geometry.sections.slice(view.firstSection, view.lastSection + 1).map((section) => (
            <div
              key={section.month}
              className="pointer-events-none absolute inset-x-0"
              // A sticky heading heeds where its box is laid out, not where a transform moves it.
              style={{ top: section.top, height: section.height }}
            >
              <h2 className="sticky top-0 flex h-11 items-end bg-paper pb-1.5 pl-4 font-semibold text-ink-soft text-sm">
                {formatTime(section.month, 'month', i18n.language)}
              </h2>
            </div>
          ))}
      </div>
    </div>
  );
}

/** What is in view, and the row that has the keyboard wherever it is. */
function rowsToDraw(view: View, active: number): number[] {
  const drawn = Array.from({ length: view.lastRow - view.firstRow + 1 }, (_, step) => view.firstRow + step);
  if (active >= 0 && active < view.firstRow) drawn.unshift(active);
  else if (active > view.lastRow) drawn.push(active);
  return drawn;
}
