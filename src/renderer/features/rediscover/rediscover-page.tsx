/** What comes back by itself: this day in other years, what is worth reading again, months in a few sentences. */
import { Sunrise } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MonthGist } from '../../../shared/contracts/rediscovery.ts';
import type { Space } from '../../../shared/contracts/vaults.ts';
import { BandMark } from '../../components/band-mark.tsx';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PageHeader, PageScroll } from '../../components/page-header.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { formatTime } from '../../i18n/dates.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useCurrentSpace } from '../../state/spaces.ts';
import { useSpaceAnswer } from '../people/use-space-answer.ts';
import { ReturningList } from './returning-list.tsx';
import { today } from './today.ts';

const FEW = 5;
const MONTHS = 6;
const MOST_MONTHS = 30;
const DAYS_AROUND = 3;

export function RediscoverPage() {
  const space = useCurrentSpace();
  return space === null ? null : <SpaceRediscovery key={space.id} space={space} />;
}

function SpaceRediscovery({ space }: { readonly space: Space }) {
  const { t } = useTranslation('rediscover');
  const spaceId = space.id;
  const [months, setMonths] = useState(MONTHS);
  const around = useSpaceAnswer('rediscovery.onThisDay', {
    spaceId,
    day: today(),
    days: DAYS_AROUND,
    limit: FEW,
  });
  const fading = useSpaceAnswer('rediscovery.worthReading', { spaceId, limit: FEW });
  const gists = useSpaceAnswer('rediscovery.months', { spaceId, offset: 0, limit: months });
  const answers = [around, fading, gists];
  const error = answers.find((answer) => answer.error !== null)?.error ?? null;
  const isAsking = answers.some((answer) => answer.value === null);
  const isEmpty = around.value?.length === 0 && fading.value?.length === 0 && gists.value?.rows.length === 0;

  useEffect(() => {
    document.getElementById('page-title')?.focus({ preventScroll: true });
  }, []);

  return (
    <PageScroll>
      <PageHeader title={t('title')} subtitle={t('subtitle', { space: space.name })} />
      {error !== null && (
        <ErrorNotice
          error={error}
          onRetry={() => {
            for (const answer of answers) answer.reload();
          }}
        />
      )}
      {error === null && isAsking && !isEmpty && <Skeleton lines={9} />}
      {isEmpty && (
        <EmptyState icon={Sunrise} title={t('empty.title')}>
          {t('empty.body')}
        </EmptyState>
      )}
      <div className="flex flex-col gap-10">
        {around.value !== null && around.value.length > 0 && (
          <Part title={t('aroundNow')}>
            <ReturningList label={t('aroundNow')} found={around.value} />
          </Part>
        )}
        {fading.value !== null && fading.value.length > 0 && (
          <Part title={t('fading')} about={t('fadingAbout')}>
            <ReturningList label={t('fading')} found={fading.value} />
          </Part>
        )}
        {gists.value !== null && gists.value.rows.length > 0 && (
          <Part title={t('months')} about={t('monthsAbout')}>
            <ol className="flex flex-col gap-6">
              {gists.value.rows.map((gist) => (
                <GistOfMonth key={gist.id} gist={gist} />
              ))}
            </ol>
            {gists.value.total > months && months < MOST_MONTHS && (
              <div className="pt-5 text-center">
                <Button onPress={() => setMonths(Math.min(MOST_MONTHS, months + MONTHS * 2))}>
                  {t('moreMonths')}
                </Button>
              </div>
            )}
          </Part>
        )}
      </div>
    </PageScroll>
  );
}

interface PartProps {
  readonly title: string;
  readonly about?: string;
  readonly children: ReactNode;
}

function Part({ title, about, children }: PartProps) {
  return (
    <section aria-label={title}>
      <h2 className="font-semibold font-serif text-lg">{title}</h2>
      {about !== undefined && <p className="text-ink-soft text-sm">{about}</p>}
      <div className="pt-3">{children}</div>
    </section>
  );
}

function GistOfMonth({ gist }: { readonly gist: MonthGist }) {
  const { t, i18n } = useTranslation('rediscover');
  const go = useNavigation((place) => place.go);
  const month = formatTime(gist.month, 'month', i18n.language);
  return (
    <li className="border-line border-t pt-3">
      <h3 className="flex items-center gap-2 text-ink-soft text-sm">
        <span className="font-semibold text-ink">{month}</span>
        <span>{t('fromMemories', { count: gist.memories })}</span>
        {gist.band !== 'GREEN' && <BandMark band={gist.band} compact />}
      </h3>
      <ul className="flex flex-col pt-1">
        {gist.sentences.map(({ memoryId, text }) => (
          <li key={`${memoryId} ${text}`}>
            <button
              type="button"
              dir="auto"
              onClick={() => go({ page: 'timeline', memoryId })}
              className="w-full cursor-default rounded-md px-2 py-1 text-start font-serif leading-relaxed hover:bg-hover"
            >
              {text}
            </button>
          </li>
        ))}
      </ul>
    </li>
  );
}
