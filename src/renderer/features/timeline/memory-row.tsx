/** One line of the timeline. Its height is fixed: the geometry counts on it. */
import { Paperclip } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemoryRow as Row } from '../../../shared/contracts/memories.ts';
import { BandMark } from '../../components/band-mark.tsx';
import { formatTime } from '../../i18n/dates.ts';
import { UndoLine } from '../reading/undo-line.tsx';

/** Pixels; the row below is laid out for it. */
export const ROW_HEIGHT = 92;

interface MemoryRowProps {
  readonly row: Row | undefined;
  readonly index: number;
  readonly top: number;
  readonly total: number;
  readonly startsDay: boolean;
  readonly isOpen: boolean;
  /** The one row that Tab leads to. */
  readonly isTabStop: boolean;
  readonly onOpen: (row: Row, index: number) => void;
  readonly onTakeBack: (row: Row) => void;
}

/** A memory among others: day in the margin, title, how it begins. */
export const MemoryRow = memo(function MemoryRow(props: MemoryRowProps) {
  const { row, index, top, total, startsDay, isOpen, isTabStop, onOpen, onTakeBack } = props;
  return (
    <li
      aria-setsize={total}
      aria-posinset={index + 1}
      className="absolute inset-x-0 flex h-[92px] pr-2"
      style={{ transform: `translateY(${top}px)` }}
    >
      {row === undefined && <PendingRow />}
      {row !== undefined && <DayMargin at={row.at} isShown={startsDay} />}
      {row !== undefined && row.deletingUntil !== null && (
        <div data-index={index} className="flex min-w-0 grow items-center border-line border-t px-3">
          <UndoLine compact title={row.title} onUndo={() => onTakeBack(row)} />
        </div>
      )}
      {row !== undefined && row.deletingUntil === null && (
        <button
          type="button"
          data-index={index}
          tabIndex={isTabStop ? 0 : -1}
          aria-current={isOpen}
          onClick={() => onOpen(row, index)}
          className="group min-w-0 grow cursor-default outline-offset-[-2px] text-start"
        >
          <RowContent row={row} isOpen={isOpen} />
        </button>
      )}
    </li>
  );
});

function RowContent({ row, isOpen }: { readonly row: Row; readonly isOpen: boolean }) {
  const { t, i18n } = useTranslation('timeline');
  return (
    <span
      className={`flex h-full flex-col gap-0.5 border-line border-t px-3 py-2.5 group-hover:bg-hover ${isOpen ? 'rounded-md bg-accent-wash' : ''}`}
    >
      <span className="flex items-center gap-2">
        <span
          dir="auto"
          className={`min-w-0 grow truncate font-semibold font-serif text-base ${row.title === '' ? 'text-ink-soft italic' : ''}`}
        >
          {row.title || t('untitled')}
        </span>
        {row.attachments.length > 0 && (
          <span title={t('attachments', { count: row.attachments.length })} className="text-ink-faint">
            <Paperclip aria-hidden className="size-3.5" />
            <span className="sr-only">{t('attachments', { count: row.attachments.length })}</span>
          </span>
        )}
        <span className="sr-only">{formatTime(row.at, 'long', i18n.language)}</span>
        {!row.dateOnly && (
          <span className="shrink-0 text-ink-soft text-xs tabular-nums">
            {formatTime(row.at, 'hour', i18n.language)}
          </span>
        )}
        <BandMark band={row.band} compact />
      </span>
      <span dir="auto" className="line-clamp-2 break-words text-ink-soft text-sm">
        {row.excerpt}
      </span>
    </span>
  );
}

/** The day's number and weekday beside its first memory; screen readers hear the date in each row. */
function DayMargin({ at, isShown }: { readonly at: string; readonly isShown: boolean }) {
  const { i18n } = useTranslation();
  return (
    <span aria-hidden className="flex w-14 shrink-0 flex-col items-center pt-2 leading-none">
      {isShown && (
        <>
          <span className="font-serif text-ink text-xl tabular-nums">{Number(at.slice(8, 10))}</span>
          <span className="small-caps pt-1 text-ink-soft text-xs">
            {formatTime(at, 'weekday', i18n.language)}
          </span>
        </>
      )}
    </span>
  );
}

function PendingRow() {
  return (
    <span aria-hidden className="ml-14 flex grow flex-col gap-2 border-line border-t px-3 py-3.5">
      <span className="h-3.5 w-2/5 rounded bg-line" />
      <span className="h-3 w-11/12 rounded bg-line/70" />
      <span className="h-3 w-3/5 rounded bg-line/70" />
    </span>
  );
}
