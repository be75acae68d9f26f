import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BANDS } from '../../../../shared/bands.ts';
import {
  type AppendInput,
  contextFor,
  type Folder,
  memory,
  temporaryFolder,
  testKeys,
} from '../../testing/databases.ts';
import { type InProcessSpace, openInProcess } from '../../testing/in-process.ts';
import type { EpisodicFilter, EpisodicRow } from './contract.ts';

let folder: Folder;
let space: InProcessSpace;
const spaceId = uuid();

beforeEach(() => {
  folder = temporaryFolder();
  space = openInProcess({ file: folder.file('space.db'), spaceId, keys: testKeys() });
});
afterEach(() => {
  space.close();
  folder.remove();
});

const DAY = 86_400_000;
const TAGS = ['a', 'b', 'ü'];
const PEOPLE = ['Ada', '祖母'];

const inputs = fc.record({
  atMs: fc.oneof(
    fc.integer({ min: 0, max: 400 }).map((day) => Date.UTC(2023, 0, 1) + day * DAY),
    fc.constantFrom(Date.UTC(2023, 11, 31, 23, 30), -62_135_596_800_000, 253_402_300_799_000),
  ),
  offsetMinutes: fc.constantFrom(-600, 0, 120, 840),
  band: fc.constantFrom(...BANDS),
  kind: fc.constantFrom('note', 'event'),
  tags: fc.uniqueArray(fc.constantFrom(...TAGS)),
  people: fc.uniqueArray(fc.constantFrom(...PEOPLE)),
});

const filters: fc.Arbitrary<EpisodicFilter> = fc.record(
  {
    beforeMs: fc.integer({ min: 0, max: 400 }).map((day) => Date.UTC(2023, 0, 1) + day * DAY),
    afterMs: fc.integer({ min: 0, max: 400 }).map((day) => Date.UTC(2023, 0, 1) + day * DAY),
    band: fc.constantFrom(...BANDS),
    kind: fc.constantFrom('note', 'event'),
    tag: fc.constantFrom(...TAGS),
    person: fc.constantFrom(...PEOPLE),
  },
  { requiredKeys: [] },
);

function ask<T>(query: string, input: object): T {
  return space.readers.get('episodic')?.answer(query, input) as T;
}

/** What the engine must answer, worked out the slow way. */
function expected(all: readonly AppendInput[], filter: EpisodicFilter): AppendInput[] {
  const facet = (input: AppendInput, list: readonly string[], value: string | undefined) =>
    value === undefined || (input.band !== 'BLACK' && list.includes(value));
  return all
    .map((input, index) => ({ input, index, local: input.atMs + input.offsetMinutes * 60_000 }))
    .filter(
      ({ input }) =>
        (filter.beforeMs === undefined || input.atMs < filter.beforeMs) &&
        (filter.afterMs === undefined || input.atMs >= filter.afterMs) &&
        (filter.band === undefined || input.band === filter.band) &&
        (filter.kind === undefined || input.kind === filter.kind) &&
        facet(input, input.tags, filter.tag) &&
        facet(input, input.people, filter.person),
    )
    .sort((a, b) => b.local - a.local || b.index - a.index)
    .map(({ input }) => input);
}

function monthsOf(sorted: readonly AppendInput[]): { month: string; count: number; offset: number }[] {
  const months: { month: string; count: number; offset: number }[] = [];
  for (const [offset, { atMs, offsetMinutes }] of sorted.entries()) {
    const date = new Date(atMs + offsetMinutes * 60_000);
    const year = date.getUTCFullYear();
    const month = `${String(year).padStart(4, '0')}-${String(date.getUTCMonth() + 1).padStart(2, '0')}`;
    const last = months.at(-1);
    if (last?.month === month) last.count += 1;
    else months.push({ month, count: 1, offset });
  }
  return months;
}

it('pages, counts and groups exactly as a naive list does, through additions, edits and deletions', () => {
  const held: AppendInput[] = [];
  const versions = new Map<string, number>();
  fc.assert(
    fc.property(
      fc.array(inputs, { maxLength: 12 }),
      fc.array(fc.tuple(fc.nat(), inputs), { maxLength: 4 }),
      fc.array(fc.nat(), { maxLength: 3 }),
      fc.array(fc.tuple(filters, fc.nat({ max: 30 }), fc.integer({ min: 1, max: 10 })), {
        minLength: 3,
        maxLength: 6,
      }),
      (added, edited, removed, asked) => {
        const run = (collect: Parameters<InProcessSpace['collect']>[1]) =>
          expect(space.commits.run([space.collect(contextFor(spaceId), collect)])).toMatchObject([
            { ok: true },
          ]);
        for (const given of added) {
          const input = memory(given);
          run((uow) => uow.episodic.append(input));
          held.push(input);
          versions.set(input.id, 1);
        }
        for (const [which, given] of edited) {
          const index = which % Math.max(1, held.length);
          const old = held[index];
          if (old === undefined) continue;
          const expectedVersion = versions.get(old.id) ?? 0;
          held[index] = { ...old, ...given };
          versions.set(old.id, expectedVersion + 1);
          run((uow) => uow.episodic.revise({ ...old, ...given, expectedVersion }));
        }
        for (const which of removed) {
          const [old] = held.splice(which % Math.max(1, held.length), 1);
          if (old === undefined) continue;
          run((uow) => uow.episodic.remove({ id: old.id, expectedVersion: versions.get(old.id) ?? null }));
        }
        for (const [filter, offset, limit] of [[{}, 0, 10] as const, ...asked]) {
          const all = expected(held, filter);
          const page = ask<{ total: number; rows: EpisodicRow[] }>('page', { offset, limit, filter });
          expect(page.total).toBe(all.length);
          expect(page.rows.map(({ id }) => id)).toEqual(
            all.slice(offset, offset + limit).map(({ id }) => id),
          );
          expect(ask('months', { filter })).toEqual(monthsOf(all));
        }
        expect(ask('stats', {})).toEqual({ memories: held.length });
        const facets = ask<{ tags: { value: string; count: number }[] }>('facets', {});
        for (const tag of TAGS) {
          const number = held.filter(({ band, tags }) => band !== 'BLACK' && tags.includes(tag)).length;
          expect(facets.tags.find(({ value }) => value === tag)?.count ?? 0).toBe(number);
        }
      },
    ),
    { numRuns: 40 },
  );
});

it('gives back exactly what was written, in every script and at every length', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 400 }).filter((title) => title.isWellFormed()),
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.integer({ min: 0, max: 120 }),
      (title, piece, times) => {
        const input = memory({
          title: title.slice(0, 200).toWellFormed(),
          text: piece.repeat(times),
          externalId: `x${uuid()}`,
        });
        const unit = space.collect(contextFor(spaceId), (uow) => uow.episodic.append(input));
        expect(space.commits.run([unit])).toMatchObject([{ ok: true }]);
        const record = ask<{ title: string; text: string; externalId: string }>('get', { id: input.id });
        expect(record.text).toBe(input.text);
        expect(record.title).toBe(input.title);
        expect(record.externalId).toBe(input.externalId);
        const [row] = ask<EpisodicRow[]>('rows', { ids: [input.id] });
        const folded = input.text.replace(/\s+/gu, ' ').trim();
        expect(row?.excerpt.length).toBeLessThanOrEqual(240);
        expect(folded.startsWith(row?.excerpt.trim() ?? '?')).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
});

it('takes the key and every trace with a memory that goes', () => {
  const input = memory({ text: 'long '.repeat(3000), externalId: 'source' });
  const append = space.collect(contextFor(spaceId), (uow) => {
    uow.attachments.put({ ref: 'r', band: 'GREEN', bytes: Buffer.alloc(300_000, 1), mediaType: 'image/png' });
    uow.episodic.append({
      ...input,
      attachments: [{ ref: 'r', name: 'a', mediaType: 'image/png', bytes: 300_000 }],
    });
  });
  expect(space.commits.run([append])).toMatchObject([{ ok: true }]);
  const remove = space.collect(contextFor(spaceId), (uow) =>
    uow.episodic.remove({ id: input.id, expectedVersion: 1 }),
  );
  expect(space.commits.run([remove])).toMatchObject([{ ok: true }]);
  for (const table of [
    'memory',
    'memory_key',
    'memory_text',
    'memory_facet',
    'memory_month',
    'attachment',
    'attachment_key',
    'attachment_chunk',
    'attachment_link',
  ]) {
    expect(space.connection.read(`SELECT * FROM ${table}`).all(), table).toEqual([]);
  }
});
