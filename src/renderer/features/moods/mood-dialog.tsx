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
  const [feeling, setFeeling] = useState<Feeling | null>(mood?.feeling ?? null);
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

  const choose = (chosen: Feeling | null) => {
    setFeeling(chosen);
    if (chosen === null) return;
    setWord('');
    setValence(FEELINGS[chosen].valence);
    setArousal(FEELINGS[chosen].arousal);
  };

  const save = () => {
    setTried(true);
    const at = timestampOf(when)?.at;
    if (at === undefined) return null;
    const input = { valence, arousal, feeling, word: feeling === null ? word : '', note, memoryId, at, band };
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
      <FeelingChoice feeling={feeling} onChange={choose} />
      {feeling === null && (
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
      <div className="flex flex-wrap gap-x-8 gap-y-4">
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
  readonly feeling: Feeling | null;
  readonly onChange: (feeling: Feeling | null) => void;
}

function FeelingChoice({ feeling, onChange }: FeelingChoiceProps) {
  const { t } = useTranslation('moods');
  return (
    <RadioGroup
      value={feeling ?? OWN}
      onChange={(chosen) => onChange(FEELING_NAMES.find((name) => name === chosen) ?? null)}
      className="flex flex-col gap-2"
    >
      <Label className="font-semibold text-sm">{t('form.feeling')}</Label>
      <div className="flex flex-wrap gap-2">
        {[...FEELING_NAMES, OWN].map((name) => (
          <Radio
            key={name}
            value={name}
            className="cursor-default rounded-full border border-line-strong bg-raised px-3 py-1 text-sm hover:bg-hover selected:border-fill selected:bg-fill selected:text-on-fill focus-visible:outline-2 focus-visible:outline-accent focus-visible:outline-offset-2"
          >
            {FEELING_NAMES.some((one) => one === name) ? t(`feeling.${name as Feeling}`) : t('form.own')}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
