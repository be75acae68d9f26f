/** slots list|add|remove, recover */
import { passphraseSchema, slotTypeSchema } from '../../../shared/contracts/vaults.ts';
import { VaultError } from '../../../shared/errors.ts';
import { readCredential } from '../credentials.ts';
import { parseInput } from '../input.ts';
import type { CommandResult } from '../output.ts';
import {
  type GlobalOptions,
  noCredentials,
  readPassphrase,
  vaultDirectory,
  withApplication,
  withVault,
} from '../session.ts';

export function listSlots(options: GlobalOptions): Promise<CommandResult> {
  return withApplication(options, async ({ vaults }) => {
    const state = await vaults.select(vaultDirectory(options));
    if (state.state === 'closed') throw new VaultError('VAULT_NOT_FOUND', 'There is no vault.', { hint: '' });
    if (state.vault.problem !== null) throw VaultError.fromData(state.vault.problem);
    return { json: { ok: true, slots: [...state.vault.slots].sort() }, lines: [...state.vault.slots].sort() };
  });
}

export function addSlot(
  options: GlobalOptions & { readonly newPassphraseFile?: string },
  given: string,
): Promise<CommandResult> {
  const slot = parseInput(slotTypeSchema.safeParse(given));
  return withVault(options, async ({ application: { vaults } }) => {
    // biome-ignore lint/correctness/useHookAtTopLevel: a method of the vault, no React hook
    if (slot === 'keychain') await vaults.useKeychain(true);
    else if (slot === 'passphrase') {
      const current = await readPassphrase(options);
      const next = await readCredential({
        file: options.newPassphraseFile,
        variable: 'MEMORYOS_NEW_PASSPHRASE',
        prompt: 'New passphrase: ',
      });
      if (current === null || next === null) throw noCredentials();
      await vaults.changePassphrase({ current, next: parseInput(passphraseSchema.safeParse(next)) });
    } else
      throw cannot('The recovery words belong to the vault from its first day: they are not made again.');
    return { json: { ok: true, slot }, lines: [`The vault opens with the ${slot} now.`] };
  });
}

export function removeSlot(options: GlobalOptions, given: string): Promise<CommandResult> {
  const slot = parseInput(slotTypeSchema.safeParse(given));
  return withVault(options, async ({ application: { vaults } }) => {
    if (slot !== 'keychain')
      throw cannot('Only the keychain can be taken away: the other ways in are kept always.');
    await vaults.useKeychain(false);
    return { json: { ok: true, slot }, lines: ['The keychain does not open the vault any more.'] };
  });
}

export async function recover(
  options: GlobalOptions & { readonly phraseFile?: string; readonly phraseStdin?: boolean },
): Promise<CommandResult> {
  if (options.phraseStdin === true && options.passphraseStdin === true) {
    throw new VaultError('INVALID_INPUT', 'Standard input cannot give both the words and the passphrase.', {
      hint: 'Give one of them by a file or by the environment.',
    });
  }
  const phrase = await readCredential({
    file: options.phraseFile,
    stdin: options.phraseStdin,
    variable: 'MEMORYOS_RECOVERY_PHRASE',
    prompt: 'Recovery words: ',
  });
  const passphrase = await readPassphrase(options);
  if (phrase === null || passphrase === null) throw noCredentials();
  const next = parseInput(passphraseSchema.safeParse(passphrase));
  return withApplication(options, async ({ vaults }) => {
    await vaults.select(vaultDirectory(options));
    await vaults.recover({ phrase, passphrase: next });
    return { json: { ok: true, slot: 'passphrase' }, lines: ['The vault is open to the new passphrase.'] };
  });
}

function cannot(message: string): VaultError {
  return new VaultError('ACCESS_DENIED', message, { hint: 'See `slots list`.' });
}
