/** Memories as a household might have them: 500 bytes, spread over twenty years, a few tags and people. */
import { v7 as uuid } from 'uuid';
import type { AppendInput } from '../src/main/storage/testing/databases.ts';
import { memory } from '../src/main/storage/testing/databases.ts';
import { proseWriter, seeded } from './sampling.ts';

const YEARS_MS = 20 * 365 * 86_400_000;

export function memoryMaker(seed: number): () => AppendInput {
  const random = seeded(seed);
  const prose = proseWriter(random);
  let made = 0;
  return () => {
    made += 1;
    return memory({
      id: uuid(),
      title: prose(30),
      text: prose(500),
      atMs: Date.UTC(2004, 0, 1) + Math.floor(random() * YEARS_MS),
      tags: [`tag-${Math.floor(random() * 40)}`],
      people: [`person ${Math.floor(random() * 12)}`],
      externalId: `source/${made}`,
    });
  };
}
