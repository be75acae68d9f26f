/**
 * Changes to the key slots of an unlocked vault. The root stays what it is; only its wrappings change.
 *
 * Invariant: vault.json is rewritten before anything that the old slots needed is taken away, so that a kill at any
 * point leaves at least one way in that the person knows.
 */
import { v7 as uuidv7 } from 'uuid';
import { VaultError } from '../../shared/errors.ts';
import { createPassphraseSlot, type KeySlot } from '../security/key-slots.ts';
import type { KeychainPort } from '../security/keychain.ts';
import { keychainProblem } from '../security/keychain-state.ts';
import type { UnlockedVault } from './unlocked-vault.ts';
import { slotOf, withSlot, writeVaultFile } from './vault-file.ts';
import { storeInKeychain } from './vault-making.ts';

/** Gives the vault this passphrase, in place of the one it had. */
export async function putPassphrase(
  vault: UnlockedVault,
  passphrase: string,
  purpose: 'passphrase.change' | 'recovery.use',
): Promise<void> {
  const slot = await createPassphraseSlot(slotIdentity(vault), vault.parts.root, passphrase);
  await putSlot(vault, 'passphrase', slot);
  await vault.parts.registry.change({ purpose, subjectId: slot.id }, () => undefined);
}

/** Has the system keychain open the vault from now on. @throws VaultError KEYCHAIN_UNAVAILABLE */
export async function addKeychain(vault: UnlockedVault, keychain: KeychainPort): Promise<void> {
  const before = slotOf(vault.file, 'keychain');
  const slot = await storeInKeychain(keychain, slotIdentity(vault), vault.parts.root);
  await putSlot(vault, 'keychain', slot);
  // The entry of a slot that is gone opens nothing; a keychain that keeps it does no harm.
  if (before !== null) await keychain.remove(before.id);
  await vault.parts.registry.change({ purpose: 'slot.add', subjectId: slot.id }, () => undefined);
}

/** Has the system keychain forget the vault. @throws VaultError INVALID_INPUT where it is the only daily way in. */
export async function removeKeychain(vault: UnlockedVault, keychain: KeychainPort): Promise<void> {
  const slot = slotOf(vault.file, 'keychain');
  if (slot === null) return;
  if (slotOf(vault.file, 'passphrase') === null) {
    throw new VaultError(
      'INVALID_INPUT',
      'The keychain is the only way into this vault besides the recovery phrase.',
      {
        hint: 'Give the vault a passphrase first, then turn the keychain off.',
        details: { field: 'use' },
      },
    );
  }
  await putSlot(vault, 'keychain', null);
  await vault.parts.registry.change({ purpose: 'slot.remove', subjectId: slot.id }, () => undefined);
  const removed = await keychain.remove(slot.id);
  // The slot is gone, so what is left in the keychain opens nothing; still, say that it is there.
  if (removed.kind === 'unavailable') {
    throw keychainProblem('unavailable', { backend: keychain.place.backend, reason: removed.reason });
  }
}

async function putSlot(vault: UnlockedVault, type: KeySlot['type'], slot: KeySlot | null): Promise<void> {
  const file = withSlot(vault.file, type, slot);
  await writeVaultFile(vault.directory, file);
  vault.file = file;
}

function slotIdentity(vault: UnlockedVault): { vaultId: string; slotId: string; createdAt: string } {
  return {
    vaultId: vault.vaultId,
    slotId: uuidv7(),
    createdAt: new Date(vault.parts.now()).toISOString(),
  };
}
