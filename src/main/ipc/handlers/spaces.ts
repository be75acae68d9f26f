/** The spaces of the open vault. */
import type { MemoryServices } from '../../memory/memory-services.ts';
import type { VaultService } from '../../vault/contract.ts';
import type { ChannelHandlers } from '../router.ts';

export function spaceHandlers(
  vaults: VaultService,
  { compression }: MemoryServices,
): Pick<ChannelHandlers, Extract<keyof ChannelHandlers, `spaces.${string}`>> {
  return {
    'spaces.list': () => vaults.session().spaces(),
    'spaces.create': (input) => vaults.session().createSpace(input),
    'spaces.acceptRollback': ({ spaceId }) => vaults.session().acceptRollback(spaceId),
    'spaces.compression': ({ spaceId }) => compression.current(spaceId),
    'spaces.setCompression': ({ spaceId, codec }) => compression.choose(spaceId, codec),
  };
}
