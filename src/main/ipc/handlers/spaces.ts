/** The spaces of the open vault. */
import type { VaultService } from '../../vault/contract.ts';
import type { ChannelHandlers } from '../router.ts';

export function spaceHandlers(
  vaults: VaultService,
): Pick<ChannelHandlers, Extract<keyof ChannelHandlers, `spaces.${string}`>> {
  return {
    'spaces.list': () => vaults.session().spaces(),
    'spaces.create': (input) => vaults.session().createSpace(input),
    'spaces.acceptRollback': ({ spaceId }) => vaults.session().acceptRollback(spaceId),
  };
}
