/** People and places, and memories that come back by themselves. */
import type { MemoryServices } from '../../memory/memory-services.ts';
import type { ChannelHandlers } from '../router.ts';

type GraphChannel = Extract<keyof ChannelHandlers, `people.${string}` | `rediscovery.${string}`>;

export function graphHandlers(memories: MemoryServices): Pick<ChannelHandlers, GraphChannel> {
  const { people, rediscovery } = memories;
  return {
    'people.list': ({ spaceId }) => people.list(spaceId),
    'people.view': ({ spaceId, ref }) => people.view(spaceId, ref),
    'people.describe': (request, { correlationId }) => people.describe({ ...request, correlationId }),
    'people.relate': (request, { correlationId }) => people.relate({ ...request, correlationId }),
    'people.retract': async ({ spaceId, statementId, version }) => {
      await people.retract(spaceId, statementId, version);
      return {};
    },
    'people.merge': ({ spaceId, ref, into }) => people.merge(spaceId, ref, into),
    'people.unmerge': async ({ spaceId, entityId, mergeId }) => {
      await people.unmerge(spaceId, entityId, mergeId);
      return {};
    },
    'people.remove': async ({ spaceId, entityId, version }) => {
      await people.remove(spaceId, entityId, version);
      return {};
    },

    'rediscovery.onThisDay': ({ spaceId, day, days, limit }) =>
      rediscovery.onThisDay(spaceId, day, days, limit),
    'rediscovery.worthReading': ({ spaceId, limit }) => rediscovery.worthReading(spaceId, limit),
    'rediscovery.months': ({ spaceId, offset, limit }) => rediscovery.months(spaceId, offset, limit),
  };
}
