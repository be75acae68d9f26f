/** What every change leaves behind: receipts and tombstones. */
import type { MemoryServices } from '../../memory/memory-services.ts';
import type { ChannelHandlers } from '../router.ts';
import type { ShellPort } from '../shell-port.ts';

type RecordChannel = Extract<keyof ChannelHandlers, `receipts.${string}` | `tombstones.${string}`>;

export function recordHandlers(
  { receipts, tombstones }: MemoryServices,
  shell: ShellPort,
): Pick<ChannelHandlers, RecordChannel> {
  return {
    'receipts.page': (request) => receipts.page(request),
    'receipts.verify': ({ spaceId }) => receipts.verify(spaceId),
    'receipts.export': async ({ spaceId }) => {
      const path = await shell.chooseReceiptsFile();
      return path === null ? { path, receipts: 0 } : receipts.export(spaceId, path);
    },
    'tombstones.page': ({ spaceId, offset, limit }) => tombstones.page(spaceId, offset, limit),
  };
}
