/** Moods over time: a line to follow, a year to look at, and the moods themselves, one's own or another's. */
import { ChevronLeft, ChevronRight, Smile, SmilePlus, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Mood } from '../../../shared/contracts/moods.ts';
import type { Space } from '../../../shared/contracts/vaults.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PageHeader, PageScroll } from '../../components/page-header.tsx';
import { Select } from '../../components/select.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { formatTime } from '../../i18n/dates.ts';
import { useCurrentSpace } from '../../state/spaces.ts';
import { useFollowed } from '../planning/use-followed.ts';
import { SPAN_STEP, SPANS, type Span, spanDays } from './days.ts';
import { MoodChart } from './mood-chart.tsx';
import { MoodDialog } from './mood-dialog.tsx';
import { MoodLine } from './mood-line.tsx';
import { MoodMark } from './mood-mark.tsx';
import { useMoodName } from './mood-name.ts';
import { valenceStep } from './valence.ts';
import { YearPicture } from './year-picture.tsx';

/** The moods of the current space. */
export function MoodsPage() {
  const space = useCurrentSpace();
  return space === null ? null : <SpaceMoods key={space.id} space={space} />;
}

function SpaceMoods({ space }: { readonly space: Space }) {
  const { t } = useTranslation('moods');
  const people = useFollowed('moods.people', { spaceId: space.id });
  const [editing, setEditing] = useState<Mood | 'new' | null>(null);
  const [personId, setPersonId] = useState<string | null>(null);

  useEffect(() => {
    document.getElementById('page-title')?.focus({ preventScroll: true });
  }, []);

  const add = (
    <Button variant="primary" icon={SmilePlus} onPress={() => setEditing('new')}>
      {t('new')}
    </Button>
  );
  const isEmpty = people.value?.length === 0;
  const several = people.value !== null && people.value.length > 1;
  return (
    <PageScroll>
      <PageHeader
        title={t('title')}
        subtitle={t('subtitle', { space: space.name })}
        actions={isEmpty ? undefined : add}
      />
      {people.error !== null && <ErrorNotice error={people.error} onRetry={people.reload} />}
      {people.error === null && people.value === null && <Skeleton lines={9} />}
      {isEmpty && (
        <EmptyState icon={Smile} title={t('empty.title')} action={add}>
          {t('empty.body')}
        </EmptyState>
      )}
      {people.value !== null && !isEmpty && (
        <div className="flex flex-col gap-10">
          {several && (
            <Select
              label={t('whose')}
              value={personId ?? people.value[0]?.id ?? ''}
              onChange={setPersonId}
              choices={people.value.map(({ id, name }) => ({ value: id, label: name }))}
              className="max-w-60"
            />
          )}
          <OverTime spaceId={space.id} personId={personId} />
          <TheYear spaceId={space.id} personId={personId} onEdit={setEditing} />
        </div>
      )}
      {editing !== null && (
        <MoodDialog
          space={space}
          mood={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
    </PageScroll>
  );
}

interface Whose {
  readonly spaceId: string;
  readonly personId: string | null;
}

function OverTime({ spaceId, personId }: Whose) {
  const { t } = useTranslation('moods');
  const [span, setSpan] = useState<Span>('quarter');
  const days = spanDays(span, new Date());
  const range = { spaceId, personId, ...days };
  const series = useFollowed('moods.series', { ...range, by: SPAN_STEP[span] });
  const labels = useFollowed('moods.labels', range);
  const nameOf = useMoodName();
  return (
    <section aria-label={t('overTime')} className="flex flex-col gap-4">
      <Select
        label={t('span.label')}
        value={span}
        onChange={setSpan}
        choices={SPANS.map((value) => ({ value, label: t(`span.${value}`) }))}
        className="max-w-80"
      />
      {series.error !== null && <ErrorNotice error={series.error} onRetry={series.reload} />}
      {series.value === null ? (
        series.error === null && <Skeleton lines={6} />
      ) : (
        <MoodChart span={span} {...days} points={series.value} />
      )}
      {labels.value !== null && labels.value.length > 0 && (
        <ul aria-label={t('labels')} className="flex flex-wrap gap-x-4 gap-y-1 text-ink-soft text-sm">
          {labels.value.slice(0, 12).map((label) => (
            <li key={`${label.feeling} ${label.word}`}>
              <bdi className="text-ink">{nameOf(label)}</bdi> {t('times', { count: label.count })}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const RECENT = 20;

function TheYear({ spaceId, personId, onEdit }: Whose & { readonly onEdit: (mood: Mood) => void }) {
  const { t, i18n } = useTranslation('moods');
  const [year, setYear] = useState(() => new Date().getFullYear());
  const [day, setDay] = useState<string | null>(null);
  const range = { spaceId, personId, from: `${year}-01-01`, to: `${year}-12-31` };
  const points = useFollowed('moods.series', { ...range, by: 'day' });
  const moods = useFollowed('moods.list', day === null ? range : { ...range, from: day, to: day });
  const move = (years: number) => {
    setYear(year + years);
    setDay(null);
  };
  return (
    <section aria-label={t('year.heading')} className="flex flex-col gap-4">
      <div className="flex items-center gap-1">
        <h2 className="pr-2 font-semibold font-serif text-xl tabular-nums">{year}</h2>
        <IconButton icon={ChevronLeft} label={t('year.before')} onPress={() => move(-1)} />
        <IconButton
          icon={ChevronRight}
          label={t('year.after')}
          isDisabled={year >= new Date().getFullYear()}
          onPress={() => move(1)}
        />
      </div>
      {points.error !== null && <ErrorNotice error={points.error} onRetry={points.reload} />}
      <YearPicture
        year={year}
        points={points.value ?? []}
        day={day}
        onDay={(pressed) => setDay(pressed === day ? null : pressed)}
      />
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-ink-soft text-sm">
        {[-1, -0.4, 0, 0.4, 1].map((valence) => (
          <span key={valence} className="inline-flex items-center gap-1.5">
            <MoodMark valence={valence} />
            {t(`valence.${valenceStep(valence)}`)}
          </span>
        ))}
      </p>
      <div className="flex items-center gap-2 pt-2">
        <h3 className="small-caps text-ink-faint text-lg">
          {day === null ? t('lately') : formatTime(day, 'long', i18n.language)}
        </h3>
        {day !== null && <IconButton icon={X} label={t('allDays')} onPress={() => setDay(null)} />}
      </div>
      {moods.value !== null && moods.value.length === 0 && (
        <p className="text-ink-soft italic">{t('noneThen')}</p>
      )}
      {moods.value !== null && moods.value.length > 0 && (
        <ul aria-label={t('title')} className="rounded-lg border border-line bg-raised px-4 shadow-slip">
          {moods.value.slice(0, RECENT).map((mood) => (
            <MoodLine key={mood.id} mood={mood} onEdit={onEdit} />
          ))}
        </ul>
      )}
    </section>
  );
}
