/**
 * An open vault whose recovery phrase was not confirmed yet: the app was closed in between, say. Main still
 * gives the words until they are.
 */
import { useEffect, useState } from 'react';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke } from '../../bridge.ts';
import { EntranceError } from '../unlock/entrance-error.tsx';
import { ConfirmWords } from './confirm-words.tsx';
import { WordsStep } from './words-step.tsx';

/** The words, then their confirmation; or back to the vaults. */
export function ConfirmLater({ onLeave }: { readonly onLeave: () => void }) {
  const [words, setWords] = useState<readonly string[] | null>(null);
  const [error, setError] = useState<VaultErrorData | null>(null);
  const [written, setWritten] = useState(false);
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again.
  useEffect(() => {
    let current = true;
    void invoke('vaults.recoveryPhrase', {}).then((answer) => {
      if (!current) return;
      setError(answer.ok ? null : answer.error);
      if (answer.ok) setWords(answer.value.recoveryPhrase);
    });
    return () => {
      current = false;
    };
  }, [attempt]);

  if (error) {
    return (
      <EntranceError
        failure={{ error, directory: null }}
        onRetry={() => setAttempt(attempt + 1)}
        onChooseFolder={onLeave}
        onOtherVaults={onLeave}
      />
    );
  }
  if (words === null) return null;
  if (!written) return <WordsStep words={words} onNext={() => setWritten(true)} onLeave={onLeave} />;
  return <ConfirmWords onShowAgain={() => setWritten(false)} />;
}
