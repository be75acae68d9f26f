/** Puts the household's plans, goals, moods and scenarios into the demonstration, through the services people use. */
import type { MemoryServices } from '../memory-services.ts';
import { DEMO_GOALS, demoMoods, demoReminders, demoScenarios } from './plans.ts';

const DAY_MS = 86_400_000;

/** @param spaces of the person alone, and of the household */
export async function addDemoPlans(
  { reminders, goals, moods, scenarios }: MemoryServices,
  spaces: { readonly personal: string; readonly household: string },
): Promise<void> {
  const now = new Date();
  const { personal, household: spaceId } = spaces;
  await Promise.all([
    ...demoReminders(now).map(async ({ input, settled }) => {
      const { id, version } = await reminders.add({ spaceId, input });
      if (settled) await reminders.settle({ spaceId, id, version, outcome: 'done' });
    }),
    ...DEMO_GOALS.map(async ({ input, done }) => {
      const ago = (days: number) => new Date(now.getTime() - days * DAY_MS).toISOString();
      const first = Math.max(...done) + 1;
      const { id } = await goals.add({ spaceId, input, lastAt: ago(first) });
      await Promise.all(
        done.map((days) => goals.satisfy({ spaceId, id, at: ago(days), note: '', memoryId: null })),
      );
    }),
    ...demoScenarios(now).map(async ({ input, resolution }) => {
      const { id, version } = await scenarios.add({ spaceId, input });
      if (resolution !== undefined) await scenarios.resolve({ spaceId, id, version, resolution });
    }),
    ...demoMoods(now).map((input) => moods.note({ spaceId: personal, input })),
  ]);
}
