/** Wanting something, or changing what was wanted. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Goal } from '../../../shared/contracts/goals.ts';
import type { Space } from '../../../shared/contracts/vaults.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { daysUntilPressing, halfLifeFor } from '../../../shared/need-level.ts';
import { invoke } from '../../bridge.ts';
import { Select } from '../../components/select.tsx';
import { TextArea } from '../../components/text-area.tsx';
import { TextField } from '../../components/text-field.tsx';
import { BandChoice } from '../editor/band-choice.tsx';
import { FormDialog } from '../planning/form-dialog.tsx';
import { RHYTHMS } from './level-words.ts';

const OTHER = 'other';
const MOST_DAYS = 3650;

interface GoalDialogProps {
  readonly space: Space;
  /** Null for a new one. */
  readonly goal: Goal | null;
  readonly onClose: () => void;
}

export function GoalDialog({ space, goal, onClose }: GoalDialogProps) {
  const { t } = useTranslation('goals');
  const [title, setTitle] = useState(goal?.title ?? '');
  const [note, setNote] = useState(goal?.note ?? '');
  const [band, setBand] = useState(goal?.band ?? 'GREEN');
  const [days, setDays] = useState(
    goal === null ? 7 : Math.max(1, Math.round(daysUntilPressing(goal.halfLifeDays))),
  );
  const [lastDay, setLastDay] = useState('');
  const [tried, setTried] = useState(false);
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const isKnown = RHYTHMS.some((rhythm) => rhythm === days);
  const [custom, setCustom] = useState(!isKnown);

  const save = () => {
    setTried(true);
    if (title.trim() === '') return null;
    const same = goal !== null && Math.round(daysUntilPressing(goal.halfLifeDays)) === days;
    const halfLifeDays = same ? goal.halfLifeDays : halfLifeFor(days);
    const input = { title, note, band, halfLifeDays, resting: goal?.resting ?? false };
    const spaceId = space.id;
    if (goal !== null) {
      return invoke('goals.edit', { spaceId, id: goal.id, version: goal.version, input, idempotencyKey });
    }
    const lastAt = lastDay === '' ? null : new Date(`${lastDay}T12:00`).toISOString();
    return invoke('goals.add', { spaceId, input, lastAt, idempotencyKey });
  };

  return (
    <FormDialog
      title={goal === null ? t('form.new') : t('form.change')}
      saveLabel={goal === null ? t('form.add') : t('form.save')}
      onSave={save}
      onClose={onClose}
    >
      <TextField
        label={t('form.title')}
        placeholder={t('form.titleExample')}
        value={title}
        onChange={setTitle}
        maxLength={LIMITS.titleLength}
        error={tried && title.trim() === '' ? t('form.titleMissing') : undefined}
        autoFocus
        autoComplete="off"
      />
      <div className="flex flex-wrap items-start gap-4">
        <Select
          label={t('form.rhythm')}
          description={t('form.rhythmHint')}
          value={custom ? OTHER : String(days)}
          onChange={(choice) => {
            setCustom(choice === OTHER);
            if (choice !== OTHER) setDays(Number(choice));
          }}
          choices={[
            ...RHYTHMS.map((rhythm) => ({ value: String(rhythm), label: t(`rhythm.${rhythm}`) })),
            { value: OTHER, label: t('rhythm.other') },
          ]}
          className="min-w-60"
        />
        {custom && (
          <TextField
            type="number"
            inputMode="numeric"
            label={t('form.days')}
            value={String(days)}
            onChange={(typed) => {
              const chosen = Math.round(Number(typed));
              if (chosen >= 1 && chosen <= MOST_DAYS) setDays(chosen);
            }}
            className="w-28"
          />
        )}
        {goal === null && (
          <TextField
            type="date"
            label={t('form.last')}
            description={t('form.lastHint')}
            value={lastDay}
            onChange={setLastDay}
            className="w-52"
          />
        )}
      </div>
      <TextArea
        label={t('form.note')}
        rows={2}
        value={note}
        maxLength={LIMITS.noteLength}
        onChange={setNote}
      />
      <BandChoice tier={space.tier} band={band} onChange={setBand} />
    </FormDialog>
  );
}
