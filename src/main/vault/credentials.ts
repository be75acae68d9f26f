/**
 * From what a person has (a passphrase, a keychain, 24 words) to the root key.
 *
 * Invariant: a root that comes out fits the vault's own check. Wrong passphrases are counted before they are tried.
 */
import { join } from 'node:path';
import type { UnlockInput } from '../../shared/contracts/vaults.ts';
import { VaultError } from '../../shared/errors.ts';
import { keyCheck } from '../security/key-derivation.ts';
import { openKeychainSlot, openPassphraseSlot, openRecoverySlot } from '../security/key-slots.ts';
import type { KeychainPort } from '../security/keychain.ts';
import { type KeychainSighting, keychainOutcome, keychainProblem } from '../security/keychain-state.ts';
import { parseRecoveryPhrase } from '../security/recovery-phrase.ts';
import type { Secret } from '../security/secret.ts';
import { noPassphraseSlot, phraseOfAnotherVault, wrongPassphrase } from './session-errors.ts';
import { UnlockThrottle } from './unlock-throttle.ts';
import { slotOf, VAULT_FILE, type VaultFile } from './vault-file.ts';

/** A vault at which credentials are tried. */
export interface Door {
  readonly directory: string;
  readonly file: VaultFile;
  readonly now: () => number;
}

/** The root, by whichever way the person chose. */
export async function openRoot(door: Door, input: UnlockInput, keychain: KeychainPort): Promise<Secret> {
  return input.method === 'passphrase'
    ? rootByPassphrase(door, input.passphrase)
    : rootByKeychain(door, keychain);
}

/** @throws VaultError WRONG_PASSPHRASE, RATE_LIMITED, NO_CREDENTIALS */
export async function rootByPassphrase(door: Door, passphrase: string): Promise<Secret> {
  const slot = slotOf(door.file, 'passphrase');
  if (slot === null) throw noPassphraseSlot();
  const throttle = new UnlockThrottle(door.directory, door.now);
  await throttle.beforeTry();
  const root = await openPassphraseSlot(door.file.vaultId, slot, passphrase);
  if (root === null) throw wrongPassphrase();
  await throttle.afterSuccess();
  return checked(door, root);
}

/** @throws VaultError KEYCHAIN_UNAVAILABLE, KEYCHAIN_ENTRY_MISSING, KEYCHAIN_BACKEND_CHANGED, KEYCHAIN_WRONG_KEY, NO_CREDENTIALS */
async function rootByKeychain(door: Door, keychain: KeychainPort): Promise<Secret> {
  const { sighting, root, reason } = await askKeychain(door, keychain);
  const state = keychainOutcome(sighting);
  if (state !== 'available') {
    throw keychainProblem(state, {
      backend: sighting.place.backend,
      ...(sighting.slot === null ? {} : { slotBackend: sighting.slot.backend }),
      ...(reason === null ? {} : { reason }),
    });
  }
  if (root === null) throw new Error('A keychain that opens the vault gave no root.');
  return checked(door, root);
}

/** What the keychain says about this vault; the root, if any, is the caller's to wipe. */
export async function askKeychain(
  door: Pick<Door, 'file'>,
  keychain: KeychainPort,
): Promise<{ sighting: KeychainSighting; root: Secret | null; reason: string | null }> {
  const slot = slotOf(door.file, 'keychain');
  const place = keychain.place;
  if (slot === null) {
    return { sighting: { slot, place, entry: 'silent', opened: null }, root: null, reason: null };
  }
  const reading = await keychain.read(slot.id);
  if (reading.kind !== 'found') {
    const entry = reading.kind === 'missing' ? 'absent' : 'silent';
    const reason = reading.kind === 'unavailable' ? reading.reason : null;
    return { sighting: { slot, place, entry, opened: null }, root: null, reason };
  }
  try {
    const root = openKeychainSlot(door.file.vaultId, slot, reading.secret);
    return { sighting: { slot, place, entry: 'found', opened: root !== null }, root, reason: null };
  } finally {
    reading.secret.wipe();
  }
}

/** @throws VaultError RECOVERY_PHRASE_INVALID, NO_CREDENTIALS */
export function rootByPhrase(door: Door, phrase: string): Secret {
  const entropy = parseRecoveryPhrase(phrase);
  try {
    return checked(door, openRecovery(door.file, entropy));
  } finally {
    entropy.wipe();
  }
}

/** What the recovery slot of a file holds. @throws VaultError RECOVERY_PHRASE_INVALID, NO_CREDENTIALS */
export function openRecovery(file: VaultFile, entropy: Secret): Secret {
  const slot = slotOf(file, 'recovery');
  if (slot === null) {
    throw new VaultError('NO_CREDENTIALS', 'This vault has no recovery phrase.', {
      hint: 'Unlock it with the passphrase or the system keychain.',
    });
  }
  const root = openRecoverySlot(file.vaultId, slot, entropy);
  if (root === null) throw phraseOfAnotherVault();
  return root;
}

/** A slot that opens to a root the file does not vouch for: parts of two vault files were mixed. */
function checked(door: Door, root: Secret): Secret {
  if (keyCheck(root, 'vaultCheck', door.file.vaultId) === door.file.rootCheck) return root;
  root.wipe();
  throw new VaultError(
    'VAULT_FILE_DAMAGED',
    'The parts of vault.json do not belong together. Nothing was changed or deleted.',
    {
      hint: 'Bring vault.json back from a backup of this folder.',
      details: { path: join(door.directory, VAULT_FILE), how: 'mixed' },
    },
  );
}
