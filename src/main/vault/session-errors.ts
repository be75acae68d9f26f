/** The sentences of the session: what a person reads when a vault is locked, in use, or not yet safe to write in. */
import { VaultError } from '../../shared/errors.ts';

export function vaultLocked(): VaultError {
  return new VaultError('VAULT_LOCKED', 'The vault is locked.', { hint: 'Unlock it, then try again.' });
}

export function noVaultChosen(): VaultError {
  return new VaultError('VAULT_LOCKED', 'No vault is open.', { hint: 'Choose a vault or make one.' });
}

export function recoveryNotConfirmed(): VaultError {
  return new VaultError(
    'RECOVERY_NOT_CONFIRMED',
    'The recovery phrase of this vault is not confirmed yet; until then no memory is written.',
    { hint: 'Write the 24 words down and enter those the app asks for.' },
  );
}

export function wrongPassphrase(): VaultError {
  return new VaultError(
    'WRONG_PASSPHRASE',
    'This is not the passphrase of this vault. Nothing was changed.',
    {
      hint: 'Try again with an eye on capitals and the keyboard’s language, or use the recovery phrase.',
      retryable: true,
    },
  );
}

export function noPassphraseSlot(): VaultError {
  return new VaultError('NO_CREDENTIALS', 'This vault has no passphrase.', {
    hint: 'Unlock it with the system keychain or with the recovery phrase.',
  });
}

export function phraseOfAnotherVault(): VaultError {
  return new VaultError(
    'RECOVERY_PHRASE_INVALID',
    'This is a whole recovery phrase, but not the one of this vault. Nothing was changed.',
    {
      hint: 'See whether you have the phrase of another vault in hand.',
      details: { problem: 'other-vault' },
    },
  );
}

export function wordsDoNotMatch(): VaultError {
  return new VaultError(
    'RECOVERY_PHRASE_INVALID',
    'These are not the words of the phrase at the places asked for.',
    {
      hint: 'Compare them with what you wrote down. The phrase can be shown again.',
      retryable: true,
      details: { problem: 'mismatch' },
    },
  );
}

/** The registry cannot be opened, though the key is right. @param copyAt ISO 8601 of the good copy, or null. */
export function registryDamaged(
  path: string,
  reason: string,
  copyAt: string | null,
  cause?: unknown,
): VaultError {
  const what =
    reason === 'missing'
      ? 'The registry of this vault (vault.db) is missing.'
      : reason === 'rolled-back'
        ? 'The registry of this vault (vault.db) is older than it should be: changes are missing.'
        : 'The registry of this vault (vault.db) is damaged.';
  const details = { path, reason, ...(copyAt === null ? {} : { copy: copyAt }) };
  const options = cause === undefined ? { details } : { details, cause };
  return copyAt === null
    ? new VaultError(
        'REGISTRY_DAMAGED',
        `${what} There is no good copy of it here. Nothing was changed or deleted.`,
        {
          ...options,
          hint: 'Bring vault.db, or registry.sealed, back from a backup of this folder.',
        },
      )
    : new VaultError(
        'REGISTRY_DAMAGED',
        `${what} A good copy of what it held is here; your memories are untouched.`,
        {
          ...options,
          hint: 'Have the app rebuild it from the copy: the damaged file is put aside, not deleted.',
        },
      );
}

/** The vault is open here, and what was asked for wants its files for itself. */
export function lockFirst(): VaultError {
  return new VaultError('CONFLICT', 'The vault is unlocked, and its files are in use.', {
    hint: 'Lock the vault, then try again. Nothing was changed.',
  });
}
