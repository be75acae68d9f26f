/**
 * Everything before the open vault: which vault, how it opens, or a new one.
 *
 * Stays in place from the first question to the confirmed recovery phrase, so that the phrase can be held
 * in the wizard's own state and is gone with it.
 */
import { useCallback, useEffect, useState } from 'react';
import type { KnownVault, SessionState } from '../../../shared/contracts/vaults.ts';
import { invoke } from '../../bridge.ts';
import { useSession } from '../../state/session.ts';
import { ConfirmLater } from '../onboarding/confirm-later.tsx';
import { MakeVault } from '../onboarding/make-vault.tsx';
import { Welcome } from '../onboarding/welcome.tsx';
import { RestorePage } from '../restore/restore-page.tsx';
import { EntranceError, type EntranceFailure } from './entrance-error.tsx';
import { RecoverForm } from './recover-form.tsx';
import { UnlockForm } from './unlock-form.tsx';
import { VaultList } from './vault-list.tsx';

type Task = 'choose' | 'make' | 'recover' | 'restore';

/** The page of a vault that is not open, or not confirmed. */
export function Entrance({ session }: { readonly session: SessionState }) {
  const [task, setTask] = useState<Task>('choose');
  const [vaults, setVaults] = useState<readonly KnownVault[] | null>(null);
  const [failure, setFailure] = useState<EntranceFailure | null>(null);
  const [look, setLook] = useState(0);
  const apply = useSession((store) => store.apply);

  const loadVaults = useCallback(async () => {
    const answer = await invoke('vaults.list', {});
    setFailure(answer.ok ? null : { error: answer.error, directory: null });
    if (answer.ok) setVaults(answer.value);
  }, []);

  useEffect(() => {
    if (session.state === 'closed') void loadVaults();
    // A vault that locks or opens has moved past the task that was begun.
    setTask((begun) => {
      const over = begun === 'recover' ? session.state !== 'locked' : session.state === 'locked';
      return over ? 'choose' : begun;
    });
  }, [session.state, loadVaults]);

  /** Looks at the chosen vault afresh: its page forgets the error it showed. */
  const lookAgain = async (directory: string) => {
    await select(directory);
    setLook((before) => before + 1);
  };
  const select = async (directory: string) => {
    const answer = await invoke('vaults.select', { directory });
    setFailure(answer.ok ? null : { error: answer.error, directory });
    if (answer.ok) apply(answer.value);
  };
  const chooseFolder = async () => {
    const answer = await invoke('vaults.chooseDirectory', { purpose: 'open' });
    if (!answer.ok) setFailure({ error: answer.error, directory: null });
    else if (answer.value.directory !== null) await select(answer.value.directory);
  };
  const close = async () => {
    const answer = await invoke('vaults.close', {});
    if (answer.ok) apply(answer.value);
    else setFailure({ error: answer.error, directory: null });
    setTask('choose');
  };

  if (failure) {
    const { directory } = failure;
    return (
      <EntranceError
        failure={failure}
        onRetry={() => void (directory === null ? loadVaults() : select(directory))}
        onChooseFolder={() => void chooseFolder()}
        onOtherVaults={() => void loadVaults()}
      />
    );
  }
  if (task === 'make' && session.state !== 'locked') {
    return <MakeVault onCancel={() => setTask('choose')} />;
  }
  if (session.state === 'unlocked') return <ConfirmLater onLeave={() => void close()} />;
  if (session.state === 'locked') {
    if (task === 'recover') return <RecoverForm vault={session.vault} onBack={() => setTask('choose')} />;
    return (
      <UnlockForm
        key={`${look} ${session.vault.directory}`}
        vault={session.vault}
        onRecover={() => setTask('recover')}
        onOtherVaults={() => void close()}
        onChooseFolder={() => void chooseFolder()}
        onLookAgain={() => void lookAgain(session.vault.directory)}
      />
    );
  }
  if (task === 'restore') {
    return <RestorePage onBack={() => setTask('choose')} onOpen={(directory) => void select(directory)} />;
  }
  if (vaults === null) return null;
  if (vaults.length === 0) {
    return (
      <Welcome
        onMake={() => setTask('make')}
        onOpen={() => void chooseFolder()}
        onRestore={() => setTask('restore')}
      />
    );
  }
  return (
    <VaultList
      vaults={vaults}
      onSelect={(directory) => void select(directory)}
      onMake={() => setTask('make')}
      onOpenFolder={() => void chooseFolder()}
      onRestore={() => setTask('restore')}
      onLookAgain={() => void loadVaults()}
    />
  );
}
