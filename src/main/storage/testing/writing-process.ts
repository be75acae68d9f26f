/**
 * A process of its own that writes into a space, for tests that count its system calls or kill it.
 * Arguments: file, mode (one-by-one, together, until-killed), units. Prints the id of each acknowledged memory.
 */
import { writeSync } from 'node:fs';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { BANDS } from '../../../shared/bands.ts';
import { Secret } from '../../security/secret.ts';
import { openSpaceDatabase } from '../database.ts';
import type { DatabaseKeys } from '../interfaces.ts';
import { contextFor, memory, RUNTIME, testKeys } from './databases.ts';

const hex = z.string().transform((text) => new Secret(Buffer.from(text, 'hex')));
const keysSchema = z.object({
  page: hex,
  device: z.uuid(),
  seed: hex,
  bands: z.array(hex),
  address: hex,
  externalId: hex,
});

function givenKeys(): DatabaseKeys {
  if (process.env.KEYS === undefined) return testKeys();
  const given = keysSchema.parse(JSON.parse(process.env.KEYS));
  return {
    pageKey: given.page,
    bandKeys: given.bands.flatMap((key, rank) => {
      const band = BANDS[rank];
      return band === undefined ? [] : [{ band, epoch: 1, key }];
    }),
    addressKey: given.address,
    externalIdKey: given.externalId,
    signer: { deviceId: given.device, seed: given.seed },
  };
}

const [file = '', mode = '', count = '0'] = process.argv.slice(2);
const spaceId = process.env.SPACE ?? uuid();
const database = await openSpaceDatabase({
  runtime: RUNTIME,
  file,
  spaceId,
  keys: givenKeys(),
  create: process.env.SPACE === undefined,
});

async function add(): Promise<void> {
  const input = memory({ text: 'unmistakable words of one memory' });
  await database.unitOfWork.run(contextFor(spaceId, { subjectId: input.id }), (uow) => {
    uow.episodic.append(input);
    uow.fts.index({ id: input.id });
  });
  writeSync(1, `${input.id}\n`);
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
