/** Opens a vault with its 24 words and gives it a new passphrase. The words live only in this component. */
import { useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { KnownVault } from '../../../shared/contracts/vaults.ts';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke } from '../../bridge.ts';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import {
  NewPassphraseFields,
  NO_PASSPHRASE,
  passphraseProblem,
} from '../../components/new-passphrase-fields.tsx';
import { TextArea } from '../../components/text-area.tsx';
import { useSession } from '../../state/session.ts';
import { EntranceSheet } from './entrance-sheet.tsx';
import { RECOVERY_WORDS, recoveryWords, unknownWords } from './recovery-words.ts';

interface RecoverFormProps {
  readonly vault: KnownVault;
  readonly onBack: () => void;
}

/** The page behind "Use the recovery phrase". */
export function RecoverForm({ vault, onBack }: RecoverFormProps) {
  const { t, i18n } = useTranslation(['unlock', 'common']);
  const [typed, setTyped] = useState('');
  const [passphrase, setPassphrase] = useState(NO_PASSPHRASE);
  const [tried, setTried] = useState(false);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<VaultErrorData | null>(null);

  const words = recoveryWords(typed);
  const complete = words.length === RECOVERY_WORDS;
  const unknown = unknownWords(words, complete || /\s$/.test(typed));

  const submit = async () => {
    setTried(true);
    if (!complete || unknown.length > 0 || passphraseProblem(passphrase) !== null) return;
    setPending(true);
    const answer = await invoke('vaults.recover', { phrase: words.join(' '), passphrase: passphrase.first });
    setPending(false);
    if (answer.ok) useSession.getState().apply(answer.value);
    else setError(answer.error);
  };

  const wordsError =
    unknown.length > 0
      ? t('recover.unknown', {
          count: unknown.length,
          words: new Intl.ListFormat(i18n.language).format(unknown),
        })
      : tried && !complete
        ? t('recover.count', { count: words.length })
        : undefined;

  return (
    <EntranceSheet title={t('recover.title')} above={vault.name}>
      <p className="text-ink-soft">{t('recover.body')}</p>
      <Form
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextArea
          label={t('recover.phrase')}
          description={t('recover.count', { count: words.length })}
          error={wordsError}
          value={typed}
          onChange={setTyped}
          rows={4}
          reading
          autoFocus
          autoComplete="off"
          spellCheck="false"
        />
        <NewPassphraseFields
          label={t('recover.passphrase')}
          againLabel={t('recover.again')}
          value={passphrase}
          onChange={setPassphrase}
          showProblems={tried}
        />
        {error && <ErrorNotice error={error} onRetry={() => void submit()} />}
        <div className="flex flex-wrap justify-between gap-2">
          <Button variant="quiet" className="-ml-4" onPress={onBack}>
            {t('common:action.back')}
          </Button>
          <Button variant="primary" type="submit" isPending={pending}>
            {t('recover.submit')}
          </Button>
        </div>
      </Form>
    </EntranceSheet>
  );
}
