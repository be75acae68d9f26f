/**
 * A process of its own that writes into a space, for tests that count its system calls or kill it.
 * Arguments: file, mode (one-by-one, together, until-killed), units. Prints the id of each acknowledged memory.
 */
import { writeSync } from 'node:fs';
import { v7 as uuid } from 'uuid';
import { openSpaceDatabase } from '../database.ts';
import { contextFor, memory, RUNTIME, testKeys } from './databases.ts';
import { keysOfEnvironment } from './keys-by-environment.ts';

const [file = '', mode = '', count = '0'] = process.argv.slice(2);
const spaceId = process.env.SPACE ?? uuid();
const database = await openSpaceDatabase({
  runtime: RUNTIME,
  file,
  spaceId,
  keys: process.env.KEYS === undefined ? testKeys() : keysOfEnvironment(),
  create: process.env.SPACE === undefined,
});

/** At once and whole: a pipe that is full for a moment is tried again. */
function say(line: string): void {
  for (;;) {
    try {
      writeSync(1, line);
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
    }
  }
}

async function add(): Promise<void> {
  const input = memory({ text: 'unmistakable words of one memory' });
  await database.unitOfWork.run(contextFor(spaceId, { subjectId: input.id }), (uow) => {
    uow.episodic.append(input);
    uow.fts.index({ id: input.id });
  });
  say(`${input.id}\n`);
}

const units = Number(count);
if (mode === 'together') {
  await Promise.all(Array.from({ length: units }, add));
} else if (mode === 'until-killed') {
  // A few at once, so that the kill falls into groups as well as into single units.
  for (let done = 0; done < units; done += 3) await Promise.all([add(), add(), add()]);
} else {
  for (let done = 0; done < units; done += 1) await add();
}
await database.close();
