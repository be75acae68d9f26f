/** Imagining something, or changing what was imagined. */
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Scenario } from '../../../shared/contracts/scenarios.ts';
import type { Space } from '../../../shared/contracts/vaults.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { invoke } from '../../bridge.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { TextArea } from '../../components/text-area.tsx';
import { TextField } from '../../components/text-field.tsx';
import { BandChoice } from '../editor/band-choice.tsx';
import { FormDialog } from '../planning/form-dialog.tsx';
import { MemoryFinder } from './memory-finder.tsx';
import { formOf, inputOf, MOST_OUTCOMES, missingIn, newOutcome, type OutcomeField } from './scenario-form.ts';
import { ShareSlider } from './share-slider.tsx';

interface ScenarioDialogProps {
  readonly space: Space;
  /** Null for a new one. */
  readonly scenario: Scenario | null;
  readonly onClose: () => void;
}

export function ScenarioDialog({ space, scenario, onClose }: ScenarioDialogProps) {
  const { t } = useTranslation('scenarios');
  const [form, setForm] = useState(() => formOf(scenario));
  const [tried, setTried] = useState(false);
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const missing = tried ? missingIn(form) : null;

  const save = () => {
    setTried(true);
    const input = inputOf(form);
    if (input === null) return null;
    const spaceId = space.id;
    return scenario === null
      ? invoke('scenarios.add', { spaceId, input, idempotencyKey })
      : invoke('scenarios.edit', {
          spaceId,
          id: scenario.id,
          version: scenario.version,
          input,
          idempotencyKey,
        });
  };

  return (
    <FormDialog
      title={scenario === null ? t('form.new') : t('form.change')}
      saveLabel={scenario === null ? t('form.add') : t('form.save')}
      onSave={save}
      onClose={onClose}
    >
      <TextField
        label={t('form.title')}
        placeholder={t('form.titleExample')}
        value={form.title}
        maxLength={LIMITS.titleLength}
        onChange={(title) => setForm({ ...form, title })}
        error={missing === 'title' ? t('form.titleMissing') : undefined}
        autoFocus
        autoComplete="off"
      />
      <TextArea
        label={t('form.assumptions')}
        description={t('form.assumptionsHint')}
        rows={2}
        value={form.assumptions}
        maxLength={LIMITS.noteLength}
        onChange={(assumptions) => setForm({ ...form, assumptions })}
      />
      <OutcomeFields
        outcomes={form.outcomes}
        isMissing={missing === 'outcomes'}
        onChange={(outcomes) => setForm({ ...form, outcomes })}
      />
      <TextField
        type="date"
        label={t('form.look')}
        description={t('form.lookHint')}
        value={form.lookDay}
        onChange={(lookDay) => setForm({ ...form, lookDay })}
        className="max-w-80"
      />
      <TextArea
        label={t('form.note')}
        rows={2}
        value={form.note}
        maxLength={LIMITS.noteLength}
        onChange={(note) => setForm({ ...form, note })}
      />
      <MemoryFinder
        spaceId={space.id}
        memories={form.memories}
        onChange={(memories) => setForm({ ...form, memories })}
      />
      <BandChoice tier={space.tier} band={form.band} onChange={(band) => setForm({ ...form, band })} />
    </FormDialog>
  );
}

interface OutcomeFieldsProps {
  readonly outcomes: readonly OutcomeField[];
  readonly isMissing: boolean;
  readonly onChange: (outcomes: readonly OutcomeField[]) => void;
}

function OutcomeFields({ outcomes, isMissing, onChange }: OutcomeFieldsProps) {
  const { t } = useTranslation('scenarios');
  const change = (key: string, changes: Partial<OutcomeField>) =>
    onChange(outcomes.map((outcome) => (outcome.key === key ? { ...outcome, ...changes } : outcome)));
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="pb-1 font-semibold text-sm">{t('form.outcomes')}</legend>
      {outcomes.map(({ key, text, likelihood }, index) => (
        <div
          key={key}
          className="grid items-start gap-x-5 gap-y-2 rounded-md bg-sunk px-3 pt-2 pb-3 sm:grid-cols-[1fr_13rem_auto]"
        >
          <TextField
            label={t('form.outcome', { number: index + 1 })}
            value={text}
            maxLength={LIMITS.titleLength}
            onChange={(typed) => change(key, { text: typed })}
            error={isMissing && index === 0 ? t('form.outcomeMissing') : undefined}
            autoComplete="off"
          />
          <ShareSlider
            label={t('form.likelihood')}
            value={likelihood}
            onChange={(next) => change(key, { likelihood: next })}
          />
          {outcomes.length > 1 && (
            <IconButton
              icon={X}
              label={t('form.removeOutcome', { number: index + 1 })}
              onPress={() => onChange(outcomes.filter((outcome) => outcome.key !== key))}
              className="mt-6 -mr-1"
            />
          )}
        </div>
      ))}
      {outcomes.length < MOST_OUTCOMES && (
        <div>
          <Button size="small" icon={Plus} onPress={() => onChange([...outcomes, newOutcome()])}>
            {t('form.addOutcome')}
          </Button>
        </div>
      )}
    </fieldset>
  );
}
