/** Whether a vault is open, and whose. Mirrors main; never decides by itself. */
import { create } from 'zustand';
import type { SessionState } from '../../shared/contracts/vaults.ts';
import type { VaultErrorData } from '../../shared/errors.ts';
import { invoke, listen } from '../bridge.ts';
import { forgetContent } from './on-lock.ts';

interface SessionStore {
  /** Null until main has answered for the first time. */
  readonly session: SessionState | null;
  readonly error: VaultErrorData | null;
  apply(session: SessionState): void;
  load(): Promise<void>;
}

export const useSession = create<SessionStore>((set, get) => ({
  session: null,
  error: null,
  apply(session) {
    const before = get().session;
    set({ session, error: null });
    const sameVault =
      before?.state === 'unlocked' &&
      session.state === 'unlocked' &&
      before.vault.directory === session.vault.directory;
    if (!sameVault) forgetContent();
  },
  async load() {
    const answer = await invoke('session.state', {});
    if (answer.ok) get().apply(answer.value);
    else set({ error: answer.error });
  },
}));

/** Follows main's session from now on. */
export function followSession(): () => void {
  const stop = listen('session.changed', (session) => useSession.getState().apply(session));
  void useSession.getState().load();
  return stop;
}

/** The open vault's session, or null while locked. */
export function useUnlocked(): Extract<SessionState, { state: 'unlocked' }> | null {
  return useSession((store) => (store.session?.state === 'unlocked' ? store.session : null));
}
