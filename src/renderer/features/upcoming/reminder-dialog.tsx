/** Planning something, or changing what was planned. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reminder } from '../../../shared/contracts/reminders.ts';
import type { Space } from '../../../shared/contracts/vaults.ts';
import { invoke } from '../../bridge.ts';
import { FormDialog } from '../planning/form-dialog.tsx';
import { ReminderFields } from './reminder-fields.tsx';
import { emptyForm, formOf, inputOf, missingIn } from './reminder-form.ts';

interface ReminderDialogProps {
  readonly space: Space;
  /** Null for a new one. */
  readonly reminder: Reminder | null;
  readonly onClose: () => void;
}

export function ReminderDialog({ space, reminder, onClose }: ReminderDialogProps) {
  const { t } = useTranslation('upcoming');
  const [form, setForm] = useState(() =>
    reminder === null ? emptyForm(new Date()) : formOf(reminder, new Date()),
  );
  const [tried, setTried] = useState(false);
  const [idempotencyKey] = useState(() => crypto.randomUUID());

  const save = () => {
    setTried(true);
    const input = inputOf(form);
    if (input === null) return null;
    const spaceId = space.id;
    return reminder === null
      ? invoke('reminders.add', { spaceId, input, idempotencyKey })
      : invoke('reminders.edit', {
          spaceId,
          id: reminder.id,
          version: reminder.version,
          input,
          idempotencyKey,
        });
  };

  return (
    <FormDialog
      title={reminder === null ? t('form.new') : t('form.change')}
      saveLabel={reminder === null ? t('form.add') : t('form.save')}
      onSave={save}
      onClose={onClose}
    >
      <ReminderFields space={space} form={form} missing={tried ? missingIn(form) : null} onChange={setForm} />
    </FormDialog>
  );
}
