import { beforeEach, expect, it, vi } from 'vitest';
import type { KnownVault, SessionState } from '../../shared/contracts/vaults.ts';
import { onLock } from './on-lock.ts';
import { useSession } from './session.ts';
import { useSpaces } from './spaces.ts';

const vault = (directory: string): KnownVault => ({
  directory,
  name: 'Home',
  vaultId: null,
  slots: ['passphrase'],
  lastOpenedAt: null,
  problem: null,
});
const id = '01890000-0000-7000-8000-000000000001';
const unlocked = (directory: string): SessionState => ({
  state: 'unlocked',
  vault: vault(directory),
  me: { id, name: 'Ada' },
  device: { id, name: 'laptop', fingerprint: 'F' },
  recoveryConfirmed: true,
  demo: false,
});
const locked = (directory: string): SessionState => ({ state: 'locked', vault: vault(directory) });

beforeEach(() => {
  vi.unstubAllGlobals();
  useSession.getState().apply({ state: 'closed' });
});

it('has everything forgotten when the vault locks, and not while it stays open', () => {
  const reset = vi.fn();
  const stop = onLock(reset);
  useSession.getState().apply(unlocked('/a'));
  reset.mockClear();
  useSession.getState().apply(unlocked('/a'));
  expect(reset).not.toHaveBeenCalled();
  useSession.getState().apply(locked('/a'));
  expect(reset).toHaveBeenCalledOnce();
  stop();
});

it('has everything forgotten on the way from one open vault to another', () => {
  const reset = vi.fn();
  useSession.getState().apply(unlocked('/a'));
  const stop = onLock(reset);
  useSession.getState().apply(unlocked('/b'));
  expect(reset).toHaveBeenCalledOnce();
  stop();
});

it('lets no late answer bring content back after the lock', async () => {
  let answer: (value: unknown) => void = () => undefined;
  vi.stubGlobal('window', {
    vault: { invoke: () => new Promise((resolve) => (answer = resolve)), on: () => () => undefined },
  });
  useSession.getState().apply(unlocked('/a'));
  const loading = useSpaces.getState().load();
  useSession.getState().apply(locked('/a'));
  answer({ ok: true, value: [] });
  await loading;
  expect(useSpaces.getState().spaces).toBeNull();
});
