/** The passphrase of one vault. What is typed lives only here and goes as soon as it was tried. */
import { useEffect, useRef, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { Button } from '../../components/button.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useSecondsUntil } from './countdown.ts';

interface PassphraseFormProps {
  /** What the last try came to. Slips of the finger are said here, at the field; the rest is not this form's. */
  readonly error: VaultErrorData | null;
  readonly isPending: boolean;
  readonly onTry: (passphrase: string) => void;
}

/** Whether the form itself says this error. */
export function isSlip(error: VaultErrorData | null): boolean {
  return error?.code === 'WRONG_PASSPHRASE' || error?.code === 'RATE_LIMITED';
}

/** Seconds main asks us to wait, where it does. */
function secondsToWait(error: VaultErrorData | null): number {
  const seconds = error?.details?.seconds;
  return error?.code === 'RATE_LIMITED' && typeof seconds === 'number' ? seconds : 0;
}

/** A field, a button, and a wait after too many slips. */
export function PassphraseForm({ error, isPending, onTry }: PassphraseFormProps) {
  const { t } = useTranslation(['unlock', 'errors']);
  const [passphrase, setPassphrase] = useState('');
  const [waitUntil, setWaitUntil] = useState<number | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const seconds = useSecondsUntil(waitUntil);

  useEffect(() => {
    if (error === null) return;
    const wait = secondsToWait(error);
    if (wait > 0) setWaitUntil(Date.now() + wait * 1000);
    field.current?.focus();
  }, [error]);

  const submit = () => {
    if (seconds > 0 || isPending || passphrase === '') return;
    onTry(passphrase);
    setPassphrase('');
  };

  const wrong = error?.code === 'WRONG_PASSPHRASE';
  return (
    <Form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <TextField
        type="password"
        label={t('form.passphrase')}
        value={passphrase}
        onChange={setPassphrase}
        // What was wrong with the last try does not keep the next one from being sent.
        validationBehavior="aria"
        autoComplete="current-password"
        error={
          wrong ? `${t('errors:WRONG_PASSPHRASE.message')} ${t('errors:WRONG_PASSPHRASE.hint')}` : undefined
        }
        autoFocus
        inputRef={field}
      />
      {seconds > 0 && (
        <div role="alert">
          <p>{t('errors:RATE_LIMITED.message')}</p>
          <p aria-live="off" className="text-ink-soft tabular-nums">
            {t('form.wait', { count: seconds })}
          </p>
        </div>
      )}
      <Button variant="primary" type="submit" isDisabled={seconds > 0} isPending={isPending}>
        {isPending ? t('form.unlocking') : t('form.unlock')}
      </Button>
    </Form>
  );
}
