/** The fields of a reminder: what, when or at what, how often, and how private. */
import { CalendarClock, Sparkles } from 'lucide-react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { CUE_KINDS } from '../../../shared/contracts/reminders.ts';
import type { Space } from '../../../shared/contracts/vaults.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { ChoiceCards } from '../../components/choice-cards.tsx';
import { Select } from '../../components/select.tsx';
import { SuggestField } from '../../components/suggest-field.tsx';
import { TextArea } from '../../components/text-area.tsx';
import { TextField } from '../../components/text-field.tsx';
import { formatTime } from '../../i18n/dates.ts';
import { BandChoice } from '../editor/band-choice.tsx';
import { useFacets } from '../planning/use-facets.ts';
import { hereZone, type missingIn, type ReminderForm } from './reminder-form.ts';
import { MOST_EVERY, NEVER, type Repeat, UNITS, type Unit, WEEKDAYS } from './repeat.ts';
import { weekdayWord } from './when-words.ts';

interface ReminderFieldsProps {
  readonly space: Space;
  readonly form: ReminderForm;
  /** The field to point at, once saving was tried. */
  readonly missing: ReturnType<typeof missingIn>;
  readonly onChange: (form: ReminderForm) => void;
}

export function ReminderFields({ space, form, missing, onChange }: ReminderFieldsProps) {
  const { t } = useTranslation('upcoming');
  return (
    <>
      <TextField
        label={t('form.title')}
        placeholder={t('form.titleExample')}
        value={form.title}
        maxLength={LIMITS.titleLength}
        onChange={(title) => onChange({ ...form, title })}
        error={missing === 'title' ? t('form.titleMissing') : undefined}
        autoFocus
        autoComplete="off"
      />
      <ChoiceCards
        label={t('form.by')}
        value={form.by}
        onChange={(by) => onChange({ ...form, by })}
        choices={[
          {
            value: 'time',
            icon: CalendarClock,
            label: t('form.byTime'),
            description: t('form.byTimeMeaning'),
          },
          { value: 'cue', icon: Sparkles, label: t('form.byCue'), description: t('form.byCueMeaning') },
        ]}
      />
      {form.by === 'time' ? (
        <TimeFields form={form} missing={missing} onChange={onChange} />
      ) : (
        <CueFields spaceId={space.id} form={form} missing={missing} onChange={onChange} />
      )}
      <TextArea
        label={t('form.note')}
        rows={2}
        value={form.note}
        maxLength={LIMITS.noteLength}
        onChange={(note) => onChange({ ...form, note })}
      />
      <BandChoice tier={space.tier} band={form.band} onChange={(band) => onChange({ ...form, band })} />
    </>
  );
}

type PartProps = Omit<ReminderFieldsProps, 'space'>;

function TimeFields({ form, missing, onChange }: PartProps) {
  const { t, i18n } = useTranslation('upcoming');
  return (
    <fieldset className="flex flex-col gap-4">
      <legend className="sr-only">{t('form.byTime')}</legend>
      <div className="flex flex-wrap gap-4">
        <TextField
          type="date"
          label={t('form.date')}
          value={form.date}
          onChange={(date) => onChange({ ...form, date })}
          description={form.date === '' ? undefined : formatTime(form.date, 'long', i18n.language)}
          error={missing === 'date' ? t('form.dateMissing') : undefined}
          className="w-52"
        />
        <TextField
          type="time"
          label={t('form.time')}
          value={form.time}
          onChange={(time) => onChange({ ...form, time })}
          description={form.zone === hereZone() ? undefined : t('inZone', { zone: form.zone })}
          error={missing === 'time' ? t('form.timeMissing') : undefined}
          className="w-40"
        />
      </div>
      <RepeatFields repeat={form.repeat} onChange={(repeat) => onChange({ ...form, repeat })} />
    </fieldset>
  );
}

const CUSTOM = 'custom';
type Choice = 'never' | Unit | typeof CUSTOM | 'own';

function choiceOf(repeat: Repeat): Choice {
  if (repeat.kind !== 'every') return repeat.kind;
  return repeat.every === 1 && repeat.weekdays.length === 0 ? repeat.unit : CUSTOM;
}

function RepeatFields({
  repeat,
  onChange,
}: {
  readonly repeat: Repeat;
  readonly onChange: (repeat: Repeat) => void;
}) {
  const { t, i18n } = useTranslation('upcoming');
  const choices: Choice[] = ['never', ...UNITS, CUSTOM, ...(repeat.kind === 'own' ? (['own'] as const) : [])];
  const choose = (choice: Choice) => {
    if (choice === 'never') onChange(NEVER);
    else if (choice === CUSTOM) onChange({ kind: 'every', unit: 'week', every: 2, weekdays: [] });
    else if (choice !== 'own') onChange({ kind: 'every', unit: choice, every: 1, weekdays: [] });
  };
  return (
    <>
      <Select
        label={t('form.repeats')}
        value={choiceOf(repeat)}
        onChange={choose}
        choices={choices.map((value) => ({ value, label: t(`repeat.choice.${value}`) }))}
        className="max-w-60"
      />
      {repeat.kind === 'every' && choiceOf(repeat) === CUSTOM && (
        <div className="flex flex-wrap items-end gap-4">
          <TextField
            type="number"
            inputMode="numeric"
            label={t('form.every')}
            value={String(repeat.every)}
            onChange={(typed) => {
              const every = Math.round(Number(typed));
              if (every >= 1 && every <= MOST_EVERY) onChange({ ...repeat, every });
            }}
            className="w-24"
          />
          <Select
            label={t('form.unit')}
            value={repeat.unit}
            onChange={(unit) =>
              onChange({ ...repeat, unit, weekdays: unit === 'week' ? repeat.weekdays : [] })
            }
            choices={UNITS.map((value) => ({
              value,
              label: t(`repeat.unit.${value}`, { count: repeat.every }),
            }))}
            className="w-40"
          />
          {repeat.unit === 'week' && (
            <ToggleButtonGroup
              aria-label={t('form.weekdays')}
              selectionMode="multiple"
              selectedKeys={repeat.weekdays}
              onSelectionChange={(keys) =>
                onChange({ ...repeat, weekdays: WEEKDAYS.filter((day) => keys.has(day)) })
              }
              className="flex flex-wrap gap-1"
            >
              {WEEKDAYS.map((day) => (
                <ToggleButton
                  key={day}
                  id={day}
                  aria-label={weekdayWord(day, i18n.language, 'long')}
                  className="min-h-10 min-w-11 cursor-default rounded-md border border-line-strong bg-raised px-2 text-ink-soft text-sm hover:bg-hover selected:border-fill selected:bg-fill selected:text-on-fill"
                >
                  {weekdayWord(day, i18n.language, 'short')}
                </ToggleButton>
              ))}
            </ToggleButtonGroup>
          )}
        </div>
      )}
    </>
  );
}

function CueFields({ spaceId, form, missing, onChange }: PartProps & { readonly spaceId: string }) {
  const { t } = useTranslation('upcoming');
  const facets = useFacets(spaceId);
  const suggestions = form.cueKind === 'person' ? facets.people : form.cueKind === 'tag' ? facets.tags : [];
  const description = missing === 'cue' ? t('form.cueMissing') : t(`cue.hint.${form.cueKind}`);
  return (
    <fieldset className="grid gap-4 sm:grid-cols-[11rem_1fr]">
      <legend className="sr-only">{t('form.byCue')}</legend>
      <Select
        label={t('form.cueKind')}
        value={form.cueKind}
        onChange={(cueKind) => onChange({ ...form, cueKind })}
        choices={CUE_KINDS.map((value) => ({ value, label: t(`cue.kind.${value}`) }))}
      />
      <SuggestField
        label={t(`cue.kind.${form.cueKind}`)}
        value={form.cueValue}
        suggestions={suggestions}
        onChoose={(cueValue) => onChange({ ...form, cueValue })}
        description={description}
      />
    </fieldset>
  );
}
