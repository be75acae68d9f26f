/** Memories, drafts and search. */
import type { MemoryServices } from '../../memory/memory-services.ts';
import type { ChannelHandlers } from '../router.ts';
import { given } from './given.ts';

type MemoryChannel = Extract<keyof ChannelHandlers, `memories.${string}` | `drafts.${string}`>;

export function memoryHandlers(memories: MemoryServices): Pick<ChannelHandlers, MemoryChannel> {
  const { capture, timeline, deletion, search, drafts, transfer } = memories;
  return {
    'memories.page': ({ filter, ...request }) => timeline.page({ ...request, filter: given(filter) }),
    'memories.months': ({ spaceId, filter }) => timeline.months(spaceId, given(filter)),
    'memories.facets': ({ spaceId }) => timeline.facets(spaceId),
    'memories.get': ({ spaceId, id }) => timeline.get(spaceId, id),

    'memories.add': (request, { correlationId }) => capture.add({ ...request, correlationId }),
    'memories.edit': (request, { correlationId }) => capture.edit({ ...request, correlationId }),
    'memories.delete': (request, { correlationId }) => deletion.request({ ...request, correlationId }),
    'memories.undoDelete': ({ spaceId, id }) => ({ undone: deletion.undo(spaceId, id) }),

    'memories.transfer': (request, { correlationId }) => transfer.transfer({ ...request, correlationId }),

    'memories.search': (request) => search.search(request),

    'drafts.list': () => drafts.list(),
    'drafts.save': (draft) => drafts.save(draft),
    'drafts.discard': async ({ spaceId, id }) => {
      await drafts.discard(spaceId, id);
      return {};
    },
  };
}
