/** Changing the passphrase, or setting the first one. What is typed lives only in the dialog's form. */
import { useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke } from '../../bridge.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import {
  NewPassphraseFields,
  NO_PASSPHRASE,
  passphraseProblem,
} from '../../components/new-passphrase-fields.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useSession } from '../../state/session.ts';
import { useToasts } from '../../state/toasts.ts';

const FORM_ID = 'change-passphrase';

interface ChangePassphraseDialogProps {
  readonly hasPassphrase: boolean;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** The dialog; its form is made anew at every opening. */
export function ChangePassphraseDialog({ hasPassphrase, isOpen, onClose }: ChangePassphraseDialogProps) {
  const { t } = useTranslation(['settings', 'common']);
  const [pending, setPending] = useState(false);
  return (
    <Dialog
      title={t(hasPassphrase ? 'passphrase.title' : 'passphrase.setTitle')}
      isOpen={isOpen}
      onClose={onClose}
      isDismissable={!pending}
      footer={
        <>
          <Button variant="quiet" isDisabled={pending} onPress={onClose}>
            {t('common:action.cancel')}
          </Button>
          <Button variant="primary" type="submit" form={FORM_ID} isPending={pending}>
            {t('passphrase.submit')}
          </Button>
        </>
      }
    >
      <PassphraseForm hasPassphrase={hasPassphrase} onPending={setPending} onDone={onClose} />
    </Dialog>
  );
}

interface PassphraseFormProps {
  readonly hasPassphrase: boolean;
  readonly onPending: (pending: boolean) => void;
  readonly onDone: () => void;
}

function PassphraseForm({ hasPassphrase, onPending, onDone }: PassphraseFormProps) {
  const { t } = useTranslation('settings');
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState(NO_PASSPHRASE);
  const [tried, setTried] = useState(false);
  const [error, setError] = useState<VaultErrorData | null>(null);

  const submit = async () => {
    setTried(true);
    if (passphraseProblem(next) !== null) return;
    onPending(true);
    const answer = await invoke('vaults.changePassphrase', { current, next: next.first });
    onPending(false);
    if (!answer.ok) {
      setError(answer.error);
      return;
    }
    useToasts.getState().show({ message: t('passphrase.changed') });
    await useSession.getState().load();
    onDone();
  };

  return (
    <Form
      id={FORM_ID}
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {hasPassphrase && (
        <TextField
          type="password"
          label={t('passphrase.current')}
          value={current}
          onChange={setCurrent}
          autoComplete="current-password"
          autoFocus
        />
      )}
      <NewPassphraseFields
        label={t('passphrase.next')}
        againLabel={t('passphrase.again')}
        value={next}
        onChange={setNext}
        showProblems={tried}
        autoFocus={!hasPassphrase}
      />
      {error && <ErrorNotice error={error} />}
    </Form>
  );
}
