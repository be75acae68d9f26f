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
    <section
      aria-label={t('drafts')}
      className="relative flex max-h-60 shrink-0 flex-col gap-2 overflow-y-auto px-4 pb-3"
    >
      {drafts.slice(0, OFFERED).map((draft) => (
        <div key={draft.id} className="flex gap-3 rounded-md bg-accent-wash px-3 py-2.5 text-sm">
          <FilePenLine aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
          <div className="flex min-w-0 grow flex-col gap-2">
            <div>
              <p dir="auto" className="truncate font-semibold">
                {draft.input.title || draft.input.text.slice(0, 80) || t('emptyDraft')}
              </p>
              <p className="text-ink-soft text-xs">
                {t('draftKept', { when: formatHere(draft.savedAt, i18n.language) })}
              </p>
            </div>
            <div className="flex gap-2">
              <Button size="small" onPress={() => onContinue(draft)}>
                {t('continueDraft')}
              </Button>
              <Button size="small" variant="quiet" onPress={() => onDiscard(draft)}>
                {t('discard')}
              </Button>
            </div>
          </div>
        </div>
      ))}
      {drafts.length > OFFERED && (
        <p className="text-ink-soft text-sm">{t('moreDrafts', { count: drafts.length - OFFERED })}</p>
      )}
    </section>
  );
}
