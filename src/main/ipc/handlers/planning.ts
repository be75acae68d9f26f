/** Reminders, goals, moods and scenarios. */
import type { MemoryServices } from '../../memory/memory-services.ts';
import type { ChannelHandlers } from '../router.ts';

type PlanningChannel = Extract<
  keyof ChannelHandlers,
  `reminders.${string}` | `goals.${string}` | `moods.${string}` | `scenarios.${string}`
>;

export function planningHandlers({
  reminders,
  goals,
  moods,
  scenarios,
}: MemoryServices): Pick<ChannelHandlers, PlanningChannel> {
  return {
    'reminders.lists': ({ spaceId }) => reminders.lists(spaceId),
    'reminders.comingUp': ({ spaceId, ...shown }) => reminders.comingUp(spaceId, shown),
    'reminders.add': (request, { correlationId }) => reminders.add({ ...request, correlationId }),
    'reminders.edit': (request, { correlationId }) => reminders.edit({ ...request, correlationId }),
    'reminders.settle': (request, { correlationId }) => reminders.settle({ ...request, correlationId }),
    'reminders.reopen': (request, { correlationId }) => reminders.reopen({ ...request, correlationId }),
    'reminders.snooze': (request, { correlationId }) => reminders.snooze({ ...request, correlationId }),
    'reminders.delete': (request, { correlationId }) => reminders.remove({ ...request, correlationId }),
    'reminders.undoDelete': ({ id }) => ({ undone: reminders.undoRemove(id) }),

    'goals.lists': ({ spaceId }) => goals.lists(spaceId),
    'goals.history': ({ spaceId, id }) => goals.history(spaceId, id),
    'goals.add': (request, { correlationId }) => goals.add({ ...request, correlationId }),
    'goals.edit': (request, { correlationId }) => goals.edit({ ...request, correlationId }),
    'goals.satisfy': (request, { correlationId }) => goals.satisfy({ ...request, correlationId }),
    'goals.unsatisfy': (request, { correlationId }) => goals.unsatisfy({ ...request, correlationId }),
    'goals.delete': (request, { correlationId }) => goals.remove({ ...request, correlationId }),
    'goals.undoDelete': ({ id }) => ({ undone: goals.undoRemove(id) }),

    'moods.list': (range) => moods.list(range),
    'moods.series': (range) => moods.series(range),
    'moods.labels': (range) => moods.labels(range),
    'moods.people': ({ spaceId }) => moods.people(spaceId),
    'moods.ofMemory': ({ spaceId, memoryId }) => moods.ofMemory(spaceId, memoryId),
    'moods.note': (request, { correlationId }) => moods.note({ ...request, correlationId }),
    'moods.edit': (request, { correlationId }) => moods.edit({ ...request, correlationId }),
    'moods.delete': (request, { correlationId }) => moods.remove({ ...request, correlationId }),
    'moods.undoDelete': ({ id }) => ({ undone: moods.undoRemove(id) }),

    'scenarios.lists': ({ spaceId }) => scenarios.lists(spaceId),
    'scenarios.toLookAt': ({ spaceId, before }) => scenarios.toLookAt(spaceId, before),
    'scenarios.add': (request, { correlationId }) => scenarios.add({ ...request, correlationId }),
    'scenarios.edit': (request, { correlationId }) => scenarios.edit({ ...request, correlationId }),
    'scenarios.resolve': (request, { correlationId }) => scenarios.resolve({ ...request, correlationId }),
    'scenarios.delete': (request, { correlationId }) => scenarios.remove({ ...request, correlationId }),
    'scenarios.undoDelete': ({ id }) => ({ undone: scenarios.undoRemove(id) }),
  };
}
