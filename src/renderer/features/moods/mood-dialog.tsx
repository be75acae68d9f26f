/** Saying how it felt: a feeling out of twelve or a word of one's own, how pleasant, how much alive. */
import { useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { FEELING_NAMES, FEELINGS, type Feeling, type Mood } from '../../../shared/contracts/moods.ts';
import type { Space } from '../../../shared/contracts/vaults.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { invoke } from '../../bridge.ts';
import { TextArea } from '../../components/text-area.tsx';
import { TextField } from '../../components/text-field.tsx';
import { BandChoice } from '../editor/band-choice.tsx';
import { timestampOf, whenNow, whenOf } from '../editor/when.ts';
import { FormDialog } from '../planning/form-dialog.tsx';
import { MoodSlider } from './mood-slider.tsx';
import { arousalStep, valenceStep } from './valence.ts';

const OWN = 'own';
type FeelingOrOwn = Feeling | typeof OWN;
const CHOICES: readonly FeelingOrOwn[] = [...FEELING_NAMES, OWN];

interface MoodDialogProps {
  readonly space: Space;
  /** Null for a new one. */
  readonly mood: Mood | null;
  /** The memory that a new one is about, and when that was. */
  readonly memory?: { readonly id: string; readonly at: string } | undefined;
  readonly onClose: () => void;
}

export function MoodDialog({ space, mood, memory, onClose }: MoodDialogProps) {
  const { t } = useTranslation('moods');
  const [choice, setChoice] = useState<FeelingOrOwn | null>(mood === null ? null : (mood.feeling ?? OWN));
  const [word, setWord] = useState(mood?.word ?? '');
  const [valence, setValence] = useState(mood?.valence ?? 0);
  const [arousal, setArousal] = useState(mood?.arousal ?? 0);
  const [note, setNote] = useState(mood?.note ?? '');
  const [band, setBand] = useState(mood?.band ?? 'GREEN');
  const [when, setWhen] = useState(() => {
    const at = mood?.at ?? memory?.at;
    return at === undefined ? whenNow(new Date()) : whenOf(at, false);
  });
  const [tried, setTried] = useState(false);
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const memoryId = mood?.memoryId ?? memory?.id ?? null;

  const choose = (chosen: FeelingOrOwn) => {
    setChoice(chosen);
    if (chosen === OWN) return;
    setWord('');
    setValence(FEELINGS[chosen].valence);
    setArousal(FEELINGS[chosen].arousal);
  };

  const save = () => {
    setTried(true);
    const at = timestampOf(when)?.at;
    if (at === undefined) return null;
    const feeling = choice === OWN ? null : choice;
    const input = { valence, arousal, feeling, word: choice === OWN ? word : '', note, memoryId, at, band };
    const spaceId = space.id;
    return mood === null
      ? invoke('moods.note', { spaceId, input, idempotencyKey })
      : invoke('moods.edit', { spaceId, id: mood.id, version: mood.version, input, idempotencyKey });
  };

  return (
    <FormDialog
      title={memoryId === null ? t('form.title') : t('form.titleOfMemory')}
      saveLabel={t('form.save')}
      onSave={save}
      onClose={onClose}
    >
      <FeelingChoice choice={choice} onChange={choose} />
      {choice === OWN && (
        <TextField
          label={t('form.word')}
          description={t('form.wordHint')}
          value={word}
          maxLength={LIMITS.tagLength}
          onChange={setWord}
          autoComplete="off"
          className="max-w-sm"
        />
      )}
      <div className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
        <MoodSlider
          label={t('valence.label')}
          value={valence}
          words={t(`valence.${valenceStep(valence)}`)}
          from={t('valence.from')}
          to={t('valence.to')}
          onChange={setValence}
        />
        <MoodSlider
          label={t('arousal.label')}
          value={arousal}
          words={t(`arousal.${arousalStep(arousal)}`)}
          from={t('arousal.from')}
          to={t('arousal.to')}
          onChange={setArousal}
        />
      </div>
      <TextArea
        label={t('form.note')}
        rows={2}
        value={note}
        maxLength={LIMITS.noteLength}
        onChange={setNote}
      />
      <div className="flex flex-wrap gap-4">
        <TextField
          type="date"
          label={t('form.day')}
          value={when.date}
          onChange={(date) => setWhen({ ...when, date })}
          error={tried && timestampOf(when) === null ? t('form.dayMissing') : undefined}
          className="w-52"
        />
        <TextField
          type="time"
          label={t('form.time')}
          value={when.time}
          onChange={(time) => setWhen({ ...when, time: time.slice(0, 5) })}
          className="w-40"
        />
      </div>
      {memoryId === null ? (
        <BandChoice tier={space.tier} band={band} onChange={setBand} />
      ) : (
        <p className="text-ink-soft text-sm">{t('form.asPrivate')}</p>
      )}
    </FormDialog>
  );
}

interface FeelingChoiceProps {
  readonly choice: FeelingOrOwn | null;
  readonly onChange: (choice: FeelingOrOwn) => void;
}

function FeelingChoice({ choice, onChange }: FeelingChoiceProps) {
  const { t } = useTranslation('moods');
  return (
    <RadioGroup
      value={choice}
      onChange={(chosen) => onChange(FEELING_NAMES.find((name) => name === chosen) ?? OWN)}
      className="flex flex-col gap-2"
    >
      <Label className="font-semibold text-sm">{t('form.feeling')}</Label>
      <div className="flex flex-wrap gap-2">
        {CHOICES.map((name) => (
          <Radio
            key={name}
            value={name}
            className="cursor-default rounded-full border border-line-strong bg-raised px-3 py-1 text-sm hover:bg-hover selected:border-fill selected:bg-fill selected:text-on-fill focus-visible:outline-2 focus-visible:outline-accent focus-visible:outline-offset-2"
          >
            {name === OWN ? t('form.own') : t(`feeling.${name}`)}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
