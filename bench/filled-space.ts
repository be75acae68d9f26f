/** A space full of memories, filled as fast as the engine takes them, then closed: what reading is measured on. */
import { v7 as uuid } from 'uuid';
import {
  type AppendInput,
  contextFor,
  type Folder,
  testKeys,
} from '../src/main/storage/testing/databases.ts';
import { openInProcess } from '../src/main/storage/testing/in-process.ts';
import { memoryMaker } from './memories.ts';

export interface FilledSpace {
  readonly file: string;
  readonly spaceId: string;
  readonly keys: ReturnType<typeof testKeys>;
  /** Of its memories. */
  readonly ids: readonly string[];
}

/** The same memories for the same number and seed. */
export function filledSpace(folder: Folder, memories: number, seed = 2): FilledSpace {
  const space = { file: folder.file(`space-${memories}.db`), spaceId: uuid(), keys: testKeys() };
  const engine = openInProcess(space);
  const make = memoryMaker(seed);
  const ids: string[] = [];
  for (let held = 0; held < memories; held += 500) {
    const inputs: AppendInput[] = Array.from({ length: Math.min(500, memories - held) }, make);
    ids.push(...inputs.map(({ id }) => id));
    engine.commits.run(
      inputs.map((input) =>
        engine.collect(contextFor(space.spaceId, { subjectId: input.id }), (uow) => {
          uow.episodic.append(input);
          uow.fts.index({ id: input.id });
        }),
      ),
    );
    if (held % 10_000 === 0) engine.connection.pragma('wal_checkpoint(PASSIVE)');
  }
  engine.close();
  return { ...space, ids };
}
