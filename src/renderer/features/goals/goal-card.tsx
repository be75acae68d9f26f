/** One goal: how much it is needed, since when, and the button that says it was done. */
import { Archive, ArchiveRestore, Check, History, NotebookPen, PenLine, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Goal } from '../../../shared/contracts/goals.ts';
import { daysUntilPressing } from '../../../shared/need-level.ts';
import { BandMark } from '../../components/band-mark.tsx';
import { Button } from '../../components/button.tsx';
import { Menu } from '../../components/menu.tsx';
import { DidItDialog, GoalHistoryDialog } from './goal-history.tsx';
import { LevelArc } from './level-arc.tsx';
import { LevelHistory } from './level-history.tsx';
import { RHYTHMS, stepOf } from './level-words.ts';
import { useGoalDeeds } from './use-goal-deeds.ts';

const DAY_MS = 86_400_000;

interface GoalCardProps {
  readonly goal: Goal;
  readonly onEdit: (goal: Goal) => void;
}

export function GoalCard({ goal, onEdit }: GoalCardProps) {
  const { t, i18n } = useTranslation('goals');
  const deeds = useGoalDeeds();
  const [open, setOpen] = useState<'history' | 'did-it' | null>(null);
  const { title, note, level, met, begunAt, halfLifeDays, resting } = goal;
  const now = Date.now();
  const words = t(`level.${stepOf(level)}`);
  const last = met[0] ?? null;
  const days = Math.max(0, Math.floor((now - Date.parse(last ?? begunAt)) / DAY_MS));
  const ago = new Intl.RelativeTimeFormat(i18n.language, { numeric: 'auto' });
  const since = days < 60 ? ago.format(-days, 'day') : ago.format(-Math.round(days / 30.4), 'month');
  const every = Math.max(1, Math.round(daysUntilPressing(halfLifeDays)));
  const known = RHYTHMS.find((one) => one === every);
  const rhythm = known === undefined ? t('about', { count: every }) : t(`rhythm.${known}`);
  return (
    <li className="flex flex-col gap-3 rounded-lg border border-line bg-raised p-4 shadow-slip">
      <div className="flex items-start gap-4">
        <LevelArc level={level} label={t('levelLabel', { percent: Math.round(level * 100) / 100, words })} />
        <div className="min-w-0 grow">
          <h3 dir="auto" className="break-words font-serif text-lg leading-snug">
            {title}
          </h3>
          <p className="text-ink-soft text-sm">
            <span className="font-semibold text-ink">{words}</span>
            {' · '}
            {last === null ? t('never') : t('last', { since })}
          </p>
          <p className="text-ink-soft text-sm">{rhythm}</p>
        </div>
        <div className="-mt-1 -mr-2 flex items-center">
          {goal.band !== 'GREEN' && <BandMark band={goal.band} compact />}
          <Menu
            label={t('more', { title })}
            entries={[
              {
                id: 'did-it',
                label: t('didItWithNote'),
                icon: NotebookPen,
                run: () => setOpen('did-it'),
              },
              { id: 'history', label: t('history.title'), icon: History, run: () => setOpen('history') },
              { id: 'edit', label: t('edit'), icon: PenLine, run: () => onEdit(goal) },
              {
                id: 'rest',
                label: resting ? t('wake') : t('rest'),
                icon: resting ? ArchiveRestore : Archive,
                run: () => void deeds.rest(goal, !resting),
              },
              {
                id: 'delete',
                label: t('delete'),
                icon: Trash2,
                isDanger: true,
                run: () => void deeds.remove(goal),
              },
            ]}
          />
        </div>
      </div>
      {note !== '' && (
        <p dir="auto" className="line-clamp-3 whitespace-pre-line break-words text-ink-soft text-sm">
          {note}
        </p>
      )}
      <div className="mt-auto flex items-end gap-4 pt-1">
        <div className="min-w-0 grow">
          <LevelHistory
            halfLifeDays={halfLifeDays}
            begunAt={begunAt}
            met={met}
            now={now}
            label={t('historyLabel', { count: met.length })}
          />
        </div>
        {!resting && (
          <Button
            icon={Check}
            size="small"
            aria-label={t('didItLabel', { title })}
            onPress={() => void deeds.satisfy(goal)}
          >
            {t('didIt')}
          </Button>
        )}
      </div>
      {open === 'history' && <GoalHistoryDialog goal={goal} onClose={() => setOpen(null)} />}
      {open === 'did-it' && <DidItDialog goal={goal} onClose={() => setOpen(null)} />}
    </li>
  );
}
