/** Drafts that wait above the timeline: what each is about, when it was kept, and the two ways on. */
import { FilePenLine } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Draft } from '../../../shared/contracts/memories.ts';
import { Button } from '../../components/button.tsx';
import { formatHere } from '../../i18n/dates.ts';

/** Offered at once; the rest follow as these are finished. */
const OFFERED = 3;

interface DraftOffersProps {
  readonly drafts: readonly Draft[];
  readonly onContinue: (draft: Draft) => void;
  readonly onDiscard: (draft: Draft) => void;
}

/** Nothing where nothing waits. */
export function DraftOffers({ drafts, onContinue, onDiscard }: DraftOffersProps) {
  const { t, i18n } = useTranslation('editor');
  if (drafts.length === 0) return null;
  return (
    <section aria-label={t('drafts')} className="flex max-h-60 flex-col gap-2 overflow-y-auto px-4 pb-3">
      {drafts.slice(0, OFFERED).map((draft) => (
        <div
          key={draft.id}
          className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md bg-accent-wash py-2 pr-2 pl-3 text-sm"
        >
          <FilePenLine aria-hidden className="size-4 shrink-0 text-accent" />
          <span className="min-w-40 grow">
            <span dir="auto" className="line-clamp-1 font-semibold">
              {draft.input.title || draft.input.text.slice(0, 80) || t('emptyDraft')}
            </span>
            <span className="text-ink-soft text-xs">
              {t('draftKept', { when: formatHere(draft.savedAt, i18n.language) })}
            </span>
          </span>
          <Button size="small" variant="quiet" onPress={() => onDiscard(draft)}>
            {t('discard')}
          </Button>
          <Button size="small" onPress={() => onContinue(draft)}>
            {t('continueDraft')}
          </Button>
        </div>
      ))}
      {drafts.length > OFFERED && (
        <p className="text-ink-soft text-sm">{t('moreDrafts', { count: drafts.length - OFFERED })}</p>
      )}
    </section>
  );
}
