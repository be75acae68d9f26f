/**
 * An unlocked vault for the length of one command.
 *
 * Invariant: however the command ends, the vault is locked again before the process does, so that every key is
 * wiped and every thread has ended at a whole record.
 */
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { type Tier, tierSchema } from '../../shared/bands.ts';
import { idSchema } from '../../shared/contracts/primitives.ts';
import type { SlotType, UnlockInput } from '../../shared/contracts/vaults.ts';
import { VaultError } from '../../shared/errors.ts';
import type { Application } from '../composition.ts';
import type { OpenVault } from '../vault/contract.ts';
import { readCredential } from './credentials.ts';

/** Options that every command takes. */
export interface GlobalOptions {
  /** `import.meta.url` of the entry; not an option that anyone gives. */
  readonly entry: string;
  readonly vault?: string;
  readonly passphraseFile?: string;
  readonly passphraseStdin?: boolean;
  readonly json?: boolean;
  readonly progress?: string;
}

export interface CommandSession {
  readonly application: Application;
  readonly vault: OpenVault;
  /** The slot that opened it. */
  readonly slot: SlotType;
  /** Aborts when the person presses Ctrl-C. */
  readonly signal: AbortSignal;
}

/** The folder of the vault. Throws INVALID_INPUT where none is named. */
export function vaultDirectory(options: GlobalOptions): string {
  const directory = options.vault ?? process.env.MEMORYOS_VAULT;
  if (directory !== undefined && directory !== '') return resolve(directory);
  throw new VaultError('INVALID_INPUT', 'No vault is named.', {
    hint: 'Give its folder with --vault DIR or in MEMORYOS_VAULT.',
  });
}

export function readPassphrase(options: GlobalOptions): Promise<string | null> {
  return readCredential({
    file: options.passphraseFile,
    stdin: options.passphraseStdin,
    variable: 'MEMORYOS_PASSPHRASE',
    prompt: 'Passphrase: ',
  });
}

/** The application without a vault; loaded only now, so that `--help` does not wait for it. */
export async function withApplication<T>(
  options: GlobalOptions,
  act: (application: Application) => Promise<T>,
): Promise<T> {
  const { createApplication } = await import('../composition.ts');
  const application = createApplication({
    entry: options.entry,
    // What a script does leaves no trace among the vaults that the app offers.
    knownVaultsFile: null,
    deviceName: hostname(),
  });
  try {
    return await act(application);
  } finally {
    await application.close();
  }
}

/** Acts on a vault that stays locked, with what opens it. Throws as `withVault`. */
export function withLockedVault<T>(
  options: GlobalOptions,
  act: (application: Application, credential: UnlockInput) => Promise<T>,
): Promise<T> {
  return withApplication(options, async (application) =>
    act(application, await credentialFor(options, await chosenSlots(application, options))),
  );
}

/** Unlocks, acts, locks. Throws VAULT_NOT_FOUND, NO_CREDENTIALS, WRONG_PASSPHRASE, RATE_LIMITED, VAULT_IN_USE … */
export function withVault<T>(
  options: GlobalOptions,
  act: (session: CommandSession) => Promise<T>,
): Promise<T> {
  return withApplication(options, async (application) => {
    const credential = await credentialFor(options, await chosenSlots(application, options));
    await application.vaults.unlock(credential);
    const slot = credential.method;
    const stop = new AbortController();
    const interrupt = (): void => stop.abort();
    process.once('SIGINT', interrupt);
    process.once('SIGTERM', interrupt);
    try {
      return await act({ application, vault: application.vaults.session(), slot, signal: stop.signal });
    } finally {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
    }
  });
}

/** Chooses the vault that the options name. @returns the ways in that it has */
async function chosenSlots(application: Application, options: GlobalOptions): Promise<readonly SlotType[]> {
  const state = await application.vaults.select(vaultDirectory(options));
  if (state.state !== 'locked') return [];
  if (state.vault.problem !== null) throw VaultError.fromData(state.vault.problem);
  return state.vault.slots;
}

async function credentialFor(options: GlobalOptions, slots: readonly SlotType[]): Promise<UnlockInput> {
  const given = options.passphraseStdin === true || options.passphraseFile !== undefined;
  const named = (process.env.MEMORYOS_PASSPHRASE ?? '') !== '';
  if (slots.includes('keychain') && !given && !named) return { method: 'keychain' };
  const passphrase = await readPassphrase(options);
  if (passphrase === null) throw noCredentials();
  return { method: 'passphrase', passphrase };
}

export function noCredentials(): VaultError {
  return new VaultError('NO_CREDENTIALS', 'No passphrase was given.', {
    hint: 'Set MEMORYOS_PASSPHRASE, or use --passphrase-file F or --passphrase-stdin.',
  });
}

/** `tier:name`, in its two parts. Throws INVALID_INPUT. */
export function parseSpaceName(given: string): { readonly tier: Tier; readonly name: string } {
  const colon = given.indexOf(':');
  const tier = tierSchema.safeParse(given.slice(0, Math.max(0, colon)));
  const name = given.slice(colon + 1).trim();
  if (colon > 0 && tier.success && name !== '') return { tier: tier.data, name };
  throw new VaultError('INVALID_INPUT', 'A space is named tier:name, such as personal:me.', {
    hint: 'The tiers are personal, selective, shared and extended.',
  });
}

/** The id of a space that a script names by `tier:name` or by its id. Throws SPACE_NOT_FOUND, INVALID_INPUT. */
export function spaceId(vault: OpenVault, given: string): string {
  if (idSchema.safeParse(given).success) return given;
  const { tier, name } = parseSpaceName(given);
  const id = vault.findSpace(tier, name);
  if (id !== null) return id;
  throw new VaultError('SPACE_NOT_FOUND', `There is no space ${tier}:${name} in this vault.`, {
    hint: 'Look at the names with `space list`, or make it with `space create`.',
  });
}
