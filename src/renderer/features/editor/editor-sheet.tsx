/**
 * The sheet a memory is written on.
 *
 * Invariants: every change is on its way to a draft within a second; nothing that was typed is thrown away
 * without a way back; closing keeps the draft, only saving and discarding end it.
 */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Draft, Memory } from '../../../shared/contracts/memories.ts';
import type { Space } from '../../../shared/contracts/vaults.ts';
import { invoke } from '../../bridge.ts';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { formatHere } from '../../i18n/dates.ts';
import { useToasts } from '../../state/toasts.ts';
import { ConflictNotice } from './conflict-notice.tsx';
import { DraftStatus } from './draft-status.tsx';
import { EditorFields } from './editor-fields.tsx';
import {
  draftInputOf,
  type EditorForm,
  emptyForm,
  formOfDraft,
  formOfMemory,
  inputOf,
  joinForms,
} from './editor-form.ts';
import { type DraftKey, useAutosave } from './use-autosave.ts';
import { useSaving } from './use-saving.ts';

interface EditorSheetProps {
  readonly space: Space;
  readonly memory: Memory | null;
  readonly draft: Draft | null;
  readonly onClose: (savedId: string | null) => void;
  /** A discarded draft was taken back. */
  readonly onDraftRestored: () => void;
}

/** The editor, loaded. Ctrl/Cmd-Enter saves. */
export function EditorSheet({ space, memory, draft, onClose, onDraftRestored }: EditorSheetProps) {
  const { t, i18n } = useTranslation(['editor', 'common']);
  const show = useToasts((store) => store.show);
  const [saved] = useState<EditorForm>(() =>
    memory === null ? emptyForm(new Date()) : formOfMemory(memory),
  );
  const [form, setForm] = useState<EditorForm>(() => (draft === null ? saved : formOfDraft(draft, saved)));
  const [key, setKey] = useState<DraftKey>(() => ({
    spaceId: space.id,
    id: memory?.id ?? draft?.id ?? crypto.randomUUID(),
    baseVersion: memory === null ? null : (draft?.baseVersion ?? memory.version),
  }));
  const [fromDraft, setFromDraft] = useState(draft !== null);
  const [dateMissing, setDateMissing] = useState(false);
  const autosave = useAutosave();
  const saving = useSaving();
  const sheet = useRef<HTMLFormElement>(null);

  useEffect(() => {
    sheet.current?.querySelector<HTMLElement>('input')?.focus({ preventScroll: true });
  }, []);

  const change = (next: EditorForm, forKey = key) => {
    setForm(next);
    setDateMissing(false);
    autosave.change(forKey, next);
  };

  const save = async (what: EditorForm, target: DraftKey) => {
    const input = inputOf(what, memory);
    if (input === null) {
      setDateMissing(true);
      return;
    }
    const isNew = target.baseVersion === null;
    const id = await saving.save(
      { spaceId: target.spaceId, id: isNew ? null : target.id, version: target.baseVersion },
      input,
    );
    if (id === null) return;
    await autosave.discard(key);
    onClose(id);
  };

  const discard = async () => {
    const kept = { ...key, input: draftInputOf(form) };
    await autosave.discard(key);
    onClose(null);
    show({
      message: t('discarded'),
      action: {
        label: t('common:action.undo'),
        run: () => void invoke('drafts.save', kept).then(onDraftRestored),
      },
    });
  };

  const join = (theirs: Memory) => {
    const rebased = { ...key, baseVersion: theirs.version };
    setKey(rebased);
    change(joinForms(form, formOfMemory(theirs)), rebased);
    saving.settle();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void save(form, key);
    }
  };

  const { newer } = saving;
  return (
    <form
      ref={sheet}
      aria-label={memory === null ? t('newTitle') : t('editTitle')}
      className="flex h-full min-h-0 flex-col"
      onKeyDown={onKeyDown}
      onBlur={autosave.flush}
      onSubmit={(event) => {
        event.preventDefault();
        void save(form, key);
      }}
    >
      <div className="relative min-h-0 grow overflow-y-auto">
        <div className="mx-auto flex min-h-full w-full max-w-[44rem] flex-col gap-5 px-6 py-6">
          <h2 className="font-semibold font-serif text-xl">
            {memory === null ? t('newTitle') : t('editTitle')}
          </h2>
          {fromDraft && draft !== null && (
            <p className="flex flex-wrap items-center gap-3 rounded-md bg-accent-wash px-3 py-2 text-sm">
              {t('fromDraft', { when: formatHere(draft.savedAt, i18n.language) })}
              {memory !== null && (
                <Button
                  size="small"
                  onPress={() => {
                    setFromDraft(false);
                    change(saved);
                  }}
                >
                  {t('backToSaved')}
                </Button>
              )}
            </p>
          )}
          {saving.error && (
            <ErrorNotice error={saving.error} hint={t('errorHint')} onRetry={() => void save(form, key)} />
          )}
          {newer && (
            <ConflictNotice
              mine={form}
              theirs={newer}
              onJoin={() => join(newer)}
              onKeepBoth={() => void save(form, { ...key, baseVersion: null })}
              onTakeTheirs={() => void discard()}
            />
          )}
          <EditorFields space={space} form={form} dateMissing={dateMissing} onChange={change} />
        </div>
      </div>
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-line border-t bg-paper px-6 py-3">
        <DraftStatus state={autosave.state} savedAt={autosave.savedAt} />
        <span className="grow" />
        <Button variant="quiet" onPress={() => void discard()}>
          {t('discard')}
        </Button>
        <Button onPress={() => onClose(null)}>{t('closeKeep')}</Button>
        <Button type="submit" variant="primary" isDisabled={saving.isSaving || newer !== null}>
          {saving.isSaving ? t('saving') : t('common:action.save')}
        </Button>
      </div>
    </form>
  );
}
