/** The shelf above the timeline: what I pinned, one line of titles that lead to their memories. */
import { Pin } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { MemoryRow } from '../../../shared/contracts/memories.ts';

interface PinnedLineProps {
  readonly pins: readonly MemoryRow[];
  readonly openId: string | null;
  readonly onOpen: (row: MemoryRow) => void;
}

/** Nothing where nothing is pinned. */
export function PinnedLine({ pins, openId, onOpen }: PinnedLineProps) {
  const { t } = useTranslation('timeline');
  if (pins.length === 0) return null;
  return (
    <section aria-label={t('pinned')} className="flex shrink-0 items-center gap-2 px-4 pb-3">
      <Pin aria-hidden className="size-4 shrink-0 text-ink-faint" />
      <ul className="flex min-w-0 gap-1.5 overflow-x-auto py-0.5">
        {pins.map((row) => (
          <li key={row.id} className="shrink-0">
            <button
              type="button"
              onClick={() => onOpen(row)}
              aria-current={row.id === openId ? 'true' : undefined}
              className={`max-w-44 cursor-default truncate rounded-full border px-3 py-1 font-serif text-sm outline-offset-[-2px] hover:bg-hover ${row.id === openId ? 'border-accent bg-accent-wash text-ink' : 'border-line text-ink-soft'} ${row.title === '' ? 'italic' : ''}`}
            >
              <bdi>{row.title || t('untitled')}</bdi>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
