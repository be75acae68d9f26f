/** What was deleted: a quiet line each, with who, when and why. No content; that is gone. */
import { ArrowLeft, ArrowRight, Feather } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Tombstone } from '../../../shared/contracts/receipts.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PageHeader, PageScroll } from '../../components/page-header.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { formatHere } from '../../i18n/dates.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useCurrentSpace } from '../../state/spaces.ts';
import { SentenceText } from '../receipts/sentence-text.tsx';
import { useTombstones } from './use-tombstones.ts';

/** The tombstones of the current space. */
export function TombstonesPage() {
  const spaceId = useNavigation((place) => place.spaceId);
  return spaceId === null ? null : <SpaceTombstones key={spaceId} spaceId={spaceId} />;
}

function SpaceTombstones({ spaceId }: { readonly spaceId: string }) {
  const { t } = useTranslation('tombstones');
  const space = useCurrentSpace();
  const tombstones = useTombstones(spaceId);
  const { page, error } = tombstones;

  useEffect(() => {
    document.getElementById('page-title')?.focus({ preventScroll: true });
  }, []);

  return (
    <PageScroll>
      <PageHeader title={t('title')} subtitle={t('subtitle', { space: space?.name ?? '' })} />
      {error !== null && <ErrorNotice error={error} onRetry={tombstones.reload} />}
      {error === null && page === null && <Skeleton lines={9} />}
      {page !== null && page.total === 0 && <EmptyState icon={Feather} title={t('empty')} />}
      {page !== null && page.total > 0 && (
        <>
          <ol aria-label={t('title')} className="flex flex-col">
            {page.rows.map((tombstone) => (
              <TombstoneLine key={tombstone.recordId} tombstone={tombstone} />
            ))}
          </ol>
          <nav aria-label={t('pages')} className="flex items-center justify-between gap-4 pt-6">
            <Button
              variant="quiet"
              icon={ArrowLeft}
              isDisabled={!tombstones.hasNewer}
              onPress={tombstones.showNewer}
            >
              {t('newer')}
            </Button>
            <span className="text-ink-soft text-sm tabular-nums">{t('count', { count: page.total })}</span>
            <Button
              variant="quiet"
              icon={ArrowRight}
              isDisabled={!tombstones.hasOlder}
              onPress={tombstones.showOlder}
            >
              {t('older')}
            </Button>
          </nav>
        </>
      )}
    </PageScroll>
  );
}

/** The slots of the line, filled with themselves: they are still there after translating. */
const SLOTS = { actor: '{{actor}}', when: '{{when}}' } as const;

function TombstoneLine({ tombstone }: { readonly tombstone: Tombstone }) {
  const { t, i18n } = useTranslation('tombstones');
  return (
    <li className="flex items-baseline gap-4 border-line border-t py-3">
      <Feather aria-hidden className="size-4 shrink-0 self-center text-ink-faint" />
      <div className="min-w-0 grow">
        <p className="font-serif text-ink-soft">
          <SentenceText
            sentence={t('line', SLOTS)}
            parts={{
              actor: <bdi className="text-ink">{tombstone.actor.name}</bdi>,
              when: <time dateTime={tombstone.at}>{formatHere(tombstone.at, i18n.language)}</time>,
            }}
          />
        </p>
        {tombstone.reason !== null && tombstone.reason !== '' && (
          <p dir="auto" className="break-words text-ink-soft text-sm italic">
            {tombstone.reason}
          </p>
        )}
      </div>
      <span className="shrink-0 text-ink-faint text-xs tabular-nums" title={tombstone.receipt.hash}>
        {t('receipt', { seq: tombstone.receipt.seq })}
      </span>
    </li>
  );
}
