/** init, unlock-test */
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

export interface InitOptions extends GlobalOptions {
  readonly name: string;
  readonly person: string;
  readonly keychain?: boolean;
}

export async function init(options: InitOptions): Promise<CommandResult> {
  const directory = vaultDirectory(options);
  const keychain = options.keychain ?? false;
  const passphrase = await readPassphrase(options);
  if (passphrase === null && !keychain) throw noCredentials();
  const { createVaultSchema } = await import('../../../shared/contracts/vaults.ts');
  const input = parseInput(
    createVaultSchema.safeParse({
      directory,
      name: options.name,
      person: options.person,
      keychain,
      ...(passphrase === null ? {} : { passphrase }),
    }),
  );
  return withApplication(options, async ({ vaults }) => {
    const words = await vaults.create(input);
    // Nobody sits at a script to type words back: having been printed, they count as confirmed.
    await vaults.confirmRecovery(words.map((word, index) => ({ position: index + 1, word })));
    const { vaultId } = vaults.session();
    return {
      json: { vaultId, recoveryPhrase: words.join(' '), directory },
      lines: [
        `The vault ${options.name} is in ${directory}.`,
        '',
        'Its recovery words. They are shown this once; without them and without the passphrase nothing opens it:',
        words.join(' '),
      ],
    };
  });
}

export function unlockTest(options: GlobalOptions): Promise<CommandResult> {
  return withVault(options, async ({ slot, vault }) => ({
    json: { ok: true, slot },
    lines: [`The vault ${vault.name} opens (${slot}).`],
  }));
}
