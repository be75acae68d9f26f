/** How fast the engine takes memories in when an import hands them over as fast as it can: durable, with receipts. */
import { contextFor, openTestSpace, temporaryFolder } from '../src/main/storage/testing/databases.ts';
import { memoryMaker } from './memories.ts';

const IN_FLIGHT = 512;

export async function intakeBench(options: { quick: boolean; memories: number }): Promise<object> {
  const folder = temporaryFolder();
  const space = await openTestSpace(folder);
  try {
    const make = memoryMaker(3);
    const inputs = Array.from({ length: options.memories }, make);
    const start = performance.now();
    let next = 0;
    let longest = 0;
    let tick = performance.now();
    const watch = setInterval(() => {
      longest = Math.max(longest, performance.now() - tick - 1);
      tick = performance.now();
    }, 1);
    const worker = async (): Promise<void> => {
      for (let input = inputs[next++]; input !== undefined; input = inputs[next++]) {
        const { id, externalId } = input;
        await space.database.unitOfWork.run(
          contextFor(space.id, {
            subjectId: id,
            purpose: 'memory.import',
            idempotencyKey: `import/${externalId}`,
          }),
          (uow) => {
            uow.episodic.append({ ...input, sourceDigest: 'ab'.repeat(32) });
            uow.fts.index({ id });
          },
        );
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
    clearInterval(watch);
    const seconds = (performance.now() - start) / 1000;
    return {
      case: 'intake',
      memories: options.memories,
      seconds: Math.round(seconds * 100) / 100,
      memoriesPerSecond: Math.round(options.memories / seconds),
      /** The caller's thread, not the engine's. */
      longestBlockMilliseconds: Math.round(longest),
      goals: { memoriesPerSecond: 5000 },
    };
  } finally {
    await space.database.close();
    folder.remove();
  }
}
