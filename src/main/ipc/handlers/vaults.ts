/** The session, the vaults of this machine, and the ways into them. */
import { spaceNameSchema } from '../../../shared/contracts/primitives.ts';
import { VaultError } from '../../../shared/errors.ts';
import type { OpenVault, VaultService } from '../../vault/contract.ts';
import type { ChannelHandlers } from '../router.ts';
import type { ShellPort } from '../shell-port.ts';
import { given } from './given.ts';

type VaultChannel = Extract<
  keyof ChannelHandlers,
  `session.${string}` | `vaults.${string}` | `settings.${string}`
>;

export function vaultHandlers(vaults: VaultService, shell: ShellPort): Pick<ChannelHandlers, VaultChannel> {
  return {
    'session.state': () => vaults.state(),
    'session.activity': () => {
      vaults.touch();
      return {};
    },

    'vaults.list': () => vaults.list(),
    'vaults.forget': async ({ directory }) => {
      await vaults.forget(directory);
      return {};
    },
    'vaults.suggestDirectory': async ({ name }) => ({ directory: await shell.suggestDirectory(name) }),
    'vaults.chooseDirectory': async ({ purpose }) => ({ directory: await shell.chooseVaultFolder(purpose) }),
    'vaults.showFolder': async () => {
      await shell.showFolder(chosenDirectory(vaults));
      return {};
    },

    'vaults.create': async (input) => {
      const recoveryPhrase = await vaults.create(input);
      await makeFirstSpace(vaults.session());
      return { recoveryPhrase };
    },
    'vaults.confirmRecovery': async ({ words }) => {
      await vaults.confirmRecovery(words);
      return {};
    },

    'vaults.recoveryPhrase': () => ({ recoveryPhrase: vaults.unconfirmedRecoveryPhrase() }),

    'vaults.select': ({ directory }) => vaults.select(directory),
    'vaults.unlock': (input) => vaults.unlock(input),
    'vaults.lock': () => vaults.lock(),
    'vaults.close': () => vaults.close(),
    'vaults.recover': (input) => vaults.recover(input),
    'vaults.repair': async ({ directory }) => {
      // Empty where there was no damaged file to put aside: it was gone.
      const { keptAs } = await vaults.repairVaultFile(directory);
      return { keptAs: keptAs ?? '' };
    },

    'vaults.rebuildRegistry': async (input) => {
      const { keptAs } = await vaults.rebuildRegistry(input);
      return { keptAs: keptAs ?? '' };
    },

    'vaults.changePassphrase': async (input) => {
      await vaults.changePassphrase(input);
      return {};
    },
    'vaults.keychainState': () => vaults.keychainState(),
    'vaults.useKeychain': async ({ use }) => {
      await vaults.useKeychain(use);
      return {};
    },

    'settings.get': () => vaults.settings(),
    'settings.set': (change) => vaults.session().setSettings(given(change)),
  };
}

/**
 * A space of one's own, so that a new vault opens onto an empty page and not onto a question. It can be made by hand
 * as well; whatever fails here, the recovery phrase has to be shown.
 */
async function makeFirstSpace(vault: OpenVault): Promise<void> {
  const name = spaceNameSchema.safeParse(vault.me.name.replaceAll(/[:/\\]+/g, ' '));
  if (!name.success) return;
  await vault.createSpace({ tier: 'personal', name: name.data }).catch(() => undefined);
}

function chosenDirectory(vaults: VaultService): string {
  const state = vaults.state();
  if (state.state !== 'closed') return state.vault.directory;
  throw new VaultError('VAULT_NOT_FOUND', 'No vault is chosen.', { hint: 'Choose a vault first.' });
}
