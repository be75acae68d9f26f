/** The times a goal was done, with what was noted, and the way to note one: today or on another day. */
import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Goal } from '../../../shared/contracts/goals.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { invoke } from '../../bridge.ts';
import { IconButton } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { TextArea } from '../../components/text-area.tsx';
import { TextField } from '../../components/text-field.tsx';
import { formatHere } from '../../i18n/dates.ts';
import { stampOf } from '../../i18n/stamps.ts';
import { FormDialog } from '../planning/form-dialog.tsx';
import { useDeed } from '../planning/use-deed.ts';
import { useFollowed } from '../planning/use-followed.ts';

interface GoalDialogProps {
  readonly goal: Goal;
  readonly onClose: () => void;
}

/** When it was done, newest first; each can be taken back. */
export function GoalHistoryDialog({ goal, onClose }: GoalDialogProps) {
  const { t, i18n } = useTranslation('goals');
  const deed = useDeed();
  const { spaceId, id, title } = goal;
  const { value, error, reload } = useFollowed('goals.history', { spaceId, id });
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      {error !== null && <ErrorNotice error={error} onRetry={reload} />}
      {error === null && value === null && <Skeleton />}
      {value !== null && value.length === 0 && <p className="text-ink-soft italic">{t('history.none')}</p>}
      {value !== null && value.length > 0 && (
        <ul aria-label={t('history.title')} className="pb-2">
          {value.map((met) => {
            const day = formatHere(met.at, i18n.language, 'day');
            return (
              <li key={met.id} className="flex items-start gap-3 border-line border-t py-2 first:border-t-0">
                <div className="min-w-0 grow">
                  <time dateTime={met.at}>{day}</time>
                  {met.note !== '' && (
                    <p dir="auto" className="whitespace-pre-line break-words text-ink-soft">
                      {met.note}
                    </p>
                  )}
                </div>
                <IconButton
                  icon={Undo2}
                  label={t('history.takeBack', { day })}
                  onPress={() =>
                    void deed({
                      run: () => invoke('goals.unsatisfy', { spaceId, id, metId: met.id }),
                      done: t('history.takenBack'),
                      undo: () =>
                        invoke('goals.satisfy', {
                          spaceId,
                          id,
                          at: met.at,
                          note: met.note,
                          memoryId: met.memoryId,
                          idempotencyKey: crypto.randomUUID(),
                        }),
                    })
                  }
                />
              </li>
            );
          })}
        </ul>
      )}
    </Dialog>
  );
}

/** It was done on that day, and this is what there is to say of it. */
export function DidItDialog({ goal, onClose }: GoalDialogProps) {
  const { t } = useTranslation('goals');
  const [now] = useState(() => stampOf(new Date()));
  const [day, setDay] = useState(now.slice(0, 10));
  const [note, setNote] = useState('');
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const { spaceId, id, title } = goal;

  const save = () => {
    if (day === '') return null;
    const at = day === now.slice(0, 10) ? now : stampOf(new Date(`${day}T12:00`));
    return invoke('goals.satisfy', { spaceId, id, at, note, idempotencyKey });
  };

  return (
    <FormDialog title={title} saveLabel={t('didIt')} onSave={save} onClose={onClose}>
      <TextField
        type="date"
        label={t('didItOn')}
        value={day}
        onChange={setDay}
        error={day === '' ? t('didItOnMissing') : undefined}
        className="w-52"
      />
      <TextArea
        reading
        label={t('form.note')}
        rows={3}
        value={note}
        maxLength={LIMITS.noteLength}
        onChange={setNote}
        autoFocus
      />
    </FormDialog>
  );
}
