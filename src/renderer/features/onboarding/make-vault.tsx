/**
 * Making a vault, in four steps: about, keys, the recovery phrase, its confirmation.
 *
 * Invariant: passphrase and recovery phrase live only in this component's state. The passphrase goes as
 * soon as the vault is made, the phrase when the wizard does.
 */
import { useState } from 'react';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke } from '../../bridge.ts';
import { AboutStep } from './about-step.tsx';
import { ConfirmWords } from './confirm-words.tsx';
import { KeysStep } from './keys-step.tsx';
import { EMPTY_PLAN } from './vault-plan.ts';
import { WordsStep } from './words-step.tsx';

type Step = 'about' | 'keys' | 'words' | 'confirm';

/** The wizard. Ends by itself: main says that the vault is open and confirmed. */
export function MakeVault({ onCancel }: { readonly onCancel: () => void }) {
  const [step, setStep] = useState<Step>('about');
  const [plan, setPlan] = useState(EMPTY_PLAN);
  const [words, setWords] = useState<readonly string[]>([]);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<VaultErrorData | null>(null);

  const toKeys = async () => {
    setStep('keys');
    if (plan.choseDirectory) return;
    const answer = await invoke('vaults.suggestDirectory', { name: plan.name.trim() });
    if (answer.ok) setPlan((current) => ({ ...current, directory: answer.value.directory }));
    setError(answer.ok ? null : answer.error);
  };

  const make = async () => {
    setPending(true);
    setError(null);
    const answer = await invoke('vaults.create', {
      directory: plan.directory,
      name: plan.name.trim(),
      person: plan.person.trim(),
      keychain: plan.withKeychain,
      ...(plan.withPassphrase ? { passphrase: plan.passphrase.first } : {}),
    });
    setPending(false);
    if (!answer.ok) {
      setError(answer.error);
      return;
    }
    setWords(answer.value.recoveryPhrase);
    setPlan(EMPTY_PLAN);
    setStep('words');
  };

  switch (step) {
    case 'about':
      return <AboutStep plan={plan} onChange={setPlan} onNext={() => void toKeys()} onBack={onCancel} />;
    case 'keys':
      return (
        <KeysStep
          plan={plan}
          onChange={setPlan}
          isPending={pending}
          error={error}
          onNext={() => void make()}
          onBack={() => setStep('about')}
        />
      );
    case 'words':
      return <WordsStep words={words} onNext={() => setStep('confirm')} />;
    case 'confirm':
      return <ConfirmWords onShowAgain={() => setStep('words')} />;
  }
}
