/**
 * What is to be thought of: overdue, today, this week, later, and what waits for something to come up. Goals that press
 * and scenarios to look at again stand here too, each leading to its own page.
 */
import {
  AlarmClock,
  CalendarHeart,
  ChevronRight,
  HeartHandshake,
  Lightbulb,
  Plus,
  RotateCcw,
} from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { Button as AriaButton, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Reminder } from '../../../shared/contracts/reminders.ts';
import type { Scenario } from '../../../shared/contracts/scenarios.ts';
import type { Space } from '../../../shared/contracts/vaults.ts';
import { PRESSING } from '../../../shared/need-level.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PageHeader, PageScroll } from '../../components/page-header.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { formatHere } from '../../i18n/dates.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useCurrentSpace } from '../../state/spaces.ts';
import { useFollowed } from '../planning/use-followed.ts';
import { dayFrom, GROUPS, type Group, grouped } from './groups.ts';
import { ReminderDialog } from './reminder-dialog.tsx';
import { ReminderLine } from './reminder-line.tsx';
import { useReminderDeeds } from './use-reminder-deeds.ts';

/** The reminders of the current space. */
export function UpcomingPage() {
  const space = useCurrentSpace();
  return space === null ? null : <SpaceUpcoming key={space.id} space={space} />;
}

/** Null: closed. `'new'`: an empty form. */
type Editing = Reminder | 'new' | null;

function SpaceUpcoming({ space }: { readonly space: Space }) {
  const { t } = useTranslation('upcoming');
  const { value, error, reload } = useFollowed('reminders.lists', { spaceId: space.id });
  const [editing, setEditing] = useState<Editing>(null);
  const isEmpty =
    value !== null && value.upcoming.length === 0 && value.waiting.length === 0 && value.done.length === 0;

  useEffect(() => {
    document.getElementById('page-title')?.focus({ preventScroll: true });
  }, []);

  const add = (
    <Button variant="primary" icon={Plus} onPress={() => setEditing('new')}>
      {t('new')}
    </Button>
  );
  return (
    <PageScroll>
      <PageHeader
        title={t('title')}
        subtitle={t('subtitle', { space: space.name })}
        actions={isEmpty ? undefined : add}
      />
      {error !== null && <ErrorNotice error={error} onRetry={reload} />}
      {error === null && value === null && <Skeleton lines={9} />}
      <PressingGoals spaceId={space.id} />
      {isEmpty && (
        <EmptyState icon={CalendarHeart} title={t('empty.title')} action={add}>
          {t('empty.body')}
        </EmptyState>
      )}
      {value !== null && !isEmpty && (
        <div className="flex flex-col gap-8">
          <TimedGroups space={space} reminders={value.upcoming} onEdit={setEditing} />
          {value.waiting.length > 0 && (
            <Section title={t('group.waiting')}>
              {value.waiting.map((reminder) => (
                <ReminderLine key={reminder.id} reminder={reminder} onEdit={setEditing} />
              ))}
            </Section>
          )}
          {value.done.length > 0 && <DoneLately done={value.done} />}
        </div>
      )}
      {editing !== null && (
        <ReminderDialog
          space={space}
          reminder={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
    </PageScroll>
  );
}

function Section({
  title,
  tone = 'plain',
  children,
}: {
  readonly title: string;
  readonly tone?: 'plain' | 'late';
  readonly children: ReactNode;
}) {
  return (
    <section aria-label={title}>
      <h2 className={`small-caps pb-1 text-lg ${tone === 'late' ? 'text-amber' : 'text-ink-faint'}`}>
        {title}
      </h2>
      <ul className="rounded-lg border border-line bg-raised px-4 shadow-slip">{children}</ul>
    </section>
  );
}

interface TimedGroupsProps {
  readonly space: Space;
  readonly reminders: readonly Reminder[];
  readonly onEdit: (reminder: Reminder) => void;
}

/** How far ahead scenarios that are to be looked at are shown. */
const SCENARIO_DAYS = 30;

function TimedGroups({ space, reminders, onEdit }: TimedGroupsProps) {
  const { t } = useTranslation('upcoming');
  const now = new Date();
  const before = dayFrom(now, SCENARIO_DAYS).toISOString();
  const toLookAt = useFollowed('scenarios.toLookAt', { spaceId: space.id, before }).value ?? [];
  const groups = grouped(reminders, ({ dueAt }) => dueAt ?? '', now);
  const scenarios = grouped(toLookAt, ({ lookAt }) => lookAt ?? '', now);
  const sizeOf = (group: Group) => (groups.get(group)?.length ?? 0) + (scenarios.get(group)?.length ?? 0);
  if (GROUPS.every((group) => sizeOf(group) === 0)) {
    return <p className="text-ink-soft italic">{t('nothingTimed')}</p>;
  }
  return GROUPS.filter((group) => sizeOf(group) > 0).map((group) => (
    <Section key={group} title={t(`group.${group}`)} tone={group === 'overdue' ? 'late' : 'plain'}>
      {groups.get(group)?.map((reminder) => (
        <ReminderLine key={reminder.id} reminder={reminder} isOverdue={group === 'overdue'} onEdit={onEdit} />
      ))}
      {scenarios.get(group)?.map((scenario) => (
        <ScenarioLine key={scenario.id} scenario={scenario} />
      ))}
    </Section>
  ));
}

/** Leads to a page; looks like the lines around it. */
function Lead({
  icon,
  title,
  words,
  onPress,
}: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly words: string;
  readonly onPress: () => void;
}) {
  return (
    <AriaButton
      onPress={onPress}
      className="flex w-full cursor-default items-start gap-3 rounded-md py-3 text-left hover:text-accent"
    >
      {icon}
      <span className="min-w-0 grow">
        <span dir="auto" className="block break-words font-serif text-lg leading-snug">
          {title}
        </span>
        <span className="block text-ink-soft text-sm">{words}</span>
      </span>
      <ChevronRight aria-hidden className="mt-1 size-4 shrink-0 text-ink-faint" />
    </AriaButton>
  );
}

function ScenarioLine({ scenario }: { readonly scenario: Scenario }) {
  const { t, i18n } = useTranslation('upcoming');
  const go = useNavigation((place) => place.go);
  const day = formatHere(scenario.lookAt ?? '', i18n.language, 'day');
  return (
    <li className="border-line border-t first:border-t-0">
      <Lead
        icon={<Lightbulb aria-hidden className="mt-1 size-5 shrink-0 text-ink-faint" />}
        title={t('whatIf', { title: scenario.title })}
        words={t('lookAgain', { day })}
        onPress={() => go({ page: 'scenarios' })}
      />
    </li>
  );
}

function PressingGoals({ spaceId }: { readonly spaceId: string }) {
  const { t } = useTranslation('upcoming');
  const go = useNavigation((place) => place.go);
  const goals = useFollowed('goals.lists', { spaceId }).value?.active ?? [];
  const pressing = goals.filter(({ level }) => level >= PRESSING).map(({ title }) => title);
  if (pressing.length === 0) return null;
  return (
    <section aria-label={t('pressing')} className="mb-8 rounded-lg bg-accent-wash px-4">
      <Lead
        icon={<HeartHandshake aria-hidden className="mt-1 size-5 shrink-0 text-accent" />}
        title={pressing.slice(0, 3).join(' · ')}
        words={t('pressingWords', { count: pressing.length })}
        onPress={() => go({ page: 'goals' })}
      />
    </section>
  );
}

function DoneLately({ done }: { readonly done: readonly Reminder[] }) {
  const { t, i18n } = useTranslation('upcoming');
  const deeds = useReminderDeeds();
  return (
    <Disclosure className="group">
      <Heading level={2}>
        <AriaButton
          slot="trigger"
          className="flex cursor-default items-center gap-1.5 rounded text-ink-soft hover:text-ink"
        >
          <ChevronRight aria-hidden className="size-4 group-data-[expanded]:rotate-90" />
          {t('doneLately', { count: done.length })}
        </AriaButton>
      </Heading>
      <DisclosurePanel>
        <ul aria-label={t('doneLately', { count: done.length })} className="pt-2">
          {done.map((reminder) => (
            <li key={reminder.id} className="flex items-center gap-3 border-line border-t py-2 text-ink-soft">
              <AlarmClock aria-hidden className="size-4 shrink-0 text-ink-faint" />
              <span dir="auto" className="min-w-0 grow break-words font-serif">
                {reminder.title}
              </span>
              {reminder.settledAt !== null && (
                <time dateTime={reminder.settledAt} className="shrink-0 text-sm tabular-nums">
                  {formatHere(reminder.settledAt, i18n.language, 'day')}
                </time>
              )}
              <Button
                size="small"
                variant="quiet"
                icon={RotateCcw}
                aria-label={t('reopen', { title: reminder.title })}
                onPress={() => void deeds.reopen(reminder)}
              >
                {t('again')}
              </Button>
            </li>
          ))}
        </ul>
      </DisclosurePanel>
    </Disclosure>
  );
}
