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
    'receipts.one': ({ spaceId, seq }) => receipts.one(spaceId, seq),
    'receipts.verify': ({ spaceId }) => receipts.startCheck(spaceId),
    'receipts.cancelVerify': ({ runId }) => {
      receipts.stopCheck(runId);
      return {};
    },
    'receipts.verification': ({ spaceId }) => receipts.check(spaceId),
    'receipts.export': async ({ spaceId, seq }) => {
      const path = await shell.chooseReceiptsFile();
      if (path === null) return { path, receipts: 0 };
      return receipts.export(spaceId, path, seq === null ? {} : { seq });
    },
    'tombstones.page': ({ spaceId, offset, limit }) => tombstones.page(spaceId, offset, limit),
  };
}
