/** Bringing in what people have. A run goes on whether or not the page is there to watch. */
import type { MemoryServices } from '../../memory/memory-services.ts';
import type { ChannelHandlers } from '../router.ts';
import type { ShellPort } from '../shell-port.ts';

type ImportChannel = Extract<keyof ChannelHandlers, `imports.${string}`>;

export function importHandlers(
  { imports }: MemoryServices,
  shell: ShellPort,
): Pick<ChannelHandlers, ImportChannel> {
  return {
    'imports.choose': async ({ what }) => ({ path: await shell.chooseImport(what) }),
    'imports.preview': (request) => imports.preview(request),
    'imports.start': async (request) => {
      const { runId } = await imports.start(request);
      return { runId };
    },
    'imports.cancel': async ({ runId }) => {
      await imports.cancel(runId);
      return {};
    },
    'imports.resume': async (request) => {
      const { runId } = await imports.resume(request.runId);
      return { runId };
    },
    'imports.dismiss': async ({ runId }) => {
      await imports.dismiss(runId);
      return {};
    },
    'imports.list': () => imports.list(),
  };
}
