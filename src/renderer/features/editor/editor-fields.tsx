/** The fields of a memory: words first, then when, who, where it is filed, how private it is. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KNOWN_KINDS, personSchema, tagSchema } from '../../../shared/contracts/memories.ts';
import type { Space } from '../../../shared/contracts/vaults.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { Button } from '../../components/button.tsx';
import { Select } from '../../components/select.tsx';
import { TextArea } from '../../components/text-area.tsx';
import { TextField } from '../../components/text-field.tsx';
import { formatTime } from '../../i18n/dates.ts';
import { useFacets } from '../planning/use-facets.ts';
import { useKindName } from '../reading/kind-name.ts';
import { ComingUp } from '../upcoming/coming-up.tsx';
import { BandChoice } from './band-choice.tsx';
import type { EditorForm } from './editor-form.ts';
import { TokenField } from './token-field.tsx';
import { isDay, localOffset, type When } from './when.ts';

/** Beyond this a text box takes seconds to lay its text out; the text is opened only on purpose. */
const COMFORTABLE_LENGTH = 400_000;

interface EditorFieldsProps {
  readonly space: Space;
  readonly form: EditorForm;
  /** Saving was tried without a valid day. */
  readonly dateMissing: boolean;
  readonly onChange: (form: EditorForm) => void;
}

/** All fields, controlled. */
export function EditorFields({ space, form, dateMissing, onChange }: EditorFieldsProps) {
  const { t } = useTranslation(['editor', 'common']);
  const kindName = useKindName();
  const facets = useFacets(space.id);
  const kinds = [...new Set([...KNOWN_KINDS, form.kind])];
  return (
    <>
      <ComingUp
        spaceId={space.id}
        people={form.people}
        tags={form.tags}
        text={`${form.title}\n${form.text}`}
      />
      <TextField
        label={t('title')}
        value={form.title}
        maxLength={LIMITS.titleLength}
        onChange={(title) => onChange({ ...form, title })}
      />
      <TextBox text={form.text} onChange={(text) => onChange({ ...form, text })} />
      <WhenFields when={form.when} isMissing={dateMissing} onChange={(when) => onChange({ ...form, when })} />
      <div className="grid @2xl/page:grid-cols-2 gap-5">
        <TokenField
          label={t('people')}
          description={t('peopleHint')}
          tokens={form.people}
          suggestions={facets.people}
          isValid={(word) =>
            personSchema.safeParse(word).success && form.people.length < LIMITS.peoplePerMemory
          }
          onChange={(people) => onChange({ ...form, people })}
        />
        <TokenField
          label={t('tags')}
          description={t('tagsHint')}
          tokens={form.tags}
          suggestions={facets.tags}
          isValid={(word) => tagSchema.safeParse(word).success && form.tags.length < LIMITS.tagsPerMemory}
          onChange={(tags) => onChange({ ...form, tags })}
        />
      </div>
      <BandChoice tier={space.tier} band={form.band} onChange={(band) => onChange({ ...form, band })} />
      <Select
        label={t('kind')}
        value={form.kind}
        choices={kinds.map((kind) => ({ value: kind, label: kindName(kind) }))}
        onChange={(kind) => onChange({ ...form, kind })}
        className="max-w-60"
      />
    </>
  );
}

function TextBox({ text, onChange }: { readonly text: string; readonly onChange: (text: string) => void }) {
  const { t } = useTranslation('editor');
  const [open, setOpen] = useState(text.length <= COMFORTABLE_LENGTH);
  if (!open) {
    return (
      <div className="flex flex-col items-start gap-2 rounded-md border border-line bg-sunk p-4">
        <p className="text-ink-soft">{t('longText', { count: text.length })}</p>
        <Button size="small" onPress={() => setOpen(true)}>
          {t('openLongText')}
        </Button>
      </div>
    );
  }
  return (
    <TextArea
      reading
      label={t('text')}
      description={t('textHint')}
      rows={12}
      value={text}
      onChange={onChange}
    />
  );
}

interface WhenFieldsProps {
  readonly when: When;
  readonly isMissing: boolean;
  readonly onChange: (when: When) => void;
}

function WhenFields({ when, isMissing, onChange }: WhenFieldsProps) {
  const { t, i18n } = useTranslation('editor');
  const here = localOffset(when.date, when.time || '00:00');
  return (
    <fieldset className="flex flex-wrap items-start gap-4">
      <legend className="sr-only">{t('when')}</legend>
      <TextField
        type="date"
        label={t('date')}
        description={isDay(when.date) ? formatTime(when.date, 'long', i18n.language) : undefined}
        value={when.date}
        {...(isMissing ? { error: t('dateMissing') } : {})}
        onChange={(date) => onChange({ ...when, date })}
        className="w-52"
      />
      <TextField
        type="time"
        label={t('time')}
        description={
          when.time !== '' && here !== when.offset ? t('offset', { offset: when.offset }) : undefined
        }
        value={when.time}
        onChange={(time) => onChange({ ...when, time: time.slice(0, 5) })}
        className="w-40"
      />
      {when.time !== '' && (
        <Button size="small" variant="quiet" onPress={() => onChange({ ...when, time: '' })} className="mt-7">
          {t('dayOnly')}
        </Button>
      )}
    </fieldset>
  );
}
