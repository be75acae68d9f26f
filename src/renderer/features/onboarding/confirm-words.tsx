/** Step 4: a few words typed from the paper. No memory is written before. */
import { useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke } from '../../bridge.ts';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useSession } from '../../state/session.ts';
import { EntranceSheet } from '../unlock/entrance-sheet.tsx';
import { askedPositions } from './asked-positions.ts';
import { STEPS } from './steps.ts';

interface ConfirmWordsProps {
  /** Shows the words once more. */
  readonly onShowAgain: () => void;
}

/** The form. Where main is content it says so itself, and the house opens. */
export function ConfirmWords({ onShowAgain }: ConfirmWordsProps) {
  const { t } = useTranslation('onboarding');
  const [positions] = useState(() => askedPositions());
  const [typed, setTyped] = useState<Readonly<Record<number, string>>>({});
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<VaultErrorData | null>(null);

  const submit = async () => {
    setPending(true);
    const answer = await invoke('vaults.confirmRecovery', {
      words: positions.map((position) => ({
        position,
        word: (typed[position] ?? '').trim().toLowerCase(),
      })),
    });
    setPending(false);
    setError(answer.ok ? null : answer.error);
    if (answer.ok) await useSession.getState().load();
  };

  const wrong = error?.code === 'RECOVERY_PHRASE_INVALID';
  return (
    <EntranceSheet title={t('confirm.title')} above={t('step', { step: STEPS, steps: STEPS })}>
      <p className="text-ink-soft">{t('confirm.body')}</p>
      <Form
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <div className="grid grid-cols-2 gap-4">
          {positions.map((position, index) => (
            <TextField
              key={position}
              label={t('confirm.word', { position })}
              value={typed[position] ?? ''}
              onChange={(word) => setTyped((before) => ({ ...before, [position]: word }))}
              maxLength={20}
              isRequired
              autoFocus={index === 0}
              autoComplete="off"
            />
          ))}
        </div>
        {wrong && (
          <div role="alert" className="text-red">
            <p className="font-semibold">{t('confirm.wrong')}</p>
            <p>{t('confirm.wrongHint')}</p>
          </div>
        )}
        {error && !wrong && <ErrorNotice error={error} onRetry={() => void submit()} />}
        <p className="text-ink-soft text-sm">{t('confirm.again')}</p>
        <div className="flex flex-wrap justify-between gap-2">
          <Button variant="quiet" className="-ml-4" onPress={onShowAgain}>
            {t('confirm.showAgain')}
          </Button>
          <Button variant="primary" type="submit" isPending={pending}>
            {t('confirm.finish')}
          </Button>
        </div>
      </Form>
    </EntranceSheet>
  );
}
