import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  contextFor,
  type Folder,
  memory,
  openTestSpace,
  type TestSpace,
  temporaryFolder,
} from '../../testing/databases.ts';
import { acceptStore } from '../../testing/store-acceptance.ts';
import type { SpaceUnitOfWork } from '../contracts.ts';
import { centrality, centralSentences, sentencesOf } from './central-sentences.ts';
import { hippocampusContract } from './contract.ts';
import { fadesAt, firstTrace, recalled, strengthAt, type Trace } from './forgetting.ts';

const DAY = 86_400_000;
const LATER = Date.UTC(2200, 0, 1);
const garden = memory({ text: 'Grandmother planted beans along the crumbling wall of the garden.' });
const lake = memory({ text: 'We rowed to the island in the middle of the lake before breakfast.' });

acceptStore({
  contract: hippocampusContract,
  memories: [garden, lake],
  units: [
    [{ op: 'queue', input: { limit: 10 } }],
    [{ op: 'recall', input: { readings: [{ id: garden.id, atMs: garden.atMs }] } }],
    [
      {
        op: 'settle',
        input: {
          month: '2024-06',
          band: 'GREEN',
          memories: [{ id: garden.id, version: 1 }],
          gist: { id: uuid(), sentences: [{ memoryId: garden.id, text: 'Quintessential beans.' }] },
        },
      },
    ],
  ],
  queries: [
    { op: 'waiting', input: { limit: 10 } },
    { op: 'condense', input: { month: '2024-06', band: 'GREEN', sentences: 3 } },
    { op: 'strengths', input: { ids: [garden.id, lake.id], nowMs: LATER } },
    { op: 'fading', input: { nowMs: LATER, limit: 10, seed: 1 } },
    { op: 'gists', input: { offset: 0, limit: 10 } },
    { op: 'stats', input: { nowMs: LATER } },
  ],
  content: ['Quintessential', 'Grandmother planted'],
});

describe('the forgetting curve', () => {
  const instants = fc.integer({ min: 0, max: 4_000_000_000_000 });
  const gaps = fc.array(fc.integer({ min: 0, max: 3000 * DAY }), { maxLength: 20 });
  /** A trace with a history of readings. */
  const traces = fc.tuple(instants, gaps).map(([start, between]) => {
    let now = start;
    let trace = firstTrace(start);
    for (const gap of between) {
      now += gap;
      trace = recalled(trace, now);
    }
    return trace;
  });

  it('stays between 0 and 1 and only ever falls while nobody reads', () => {
    fc.assert(
      fc.property(traces, instants, fc.nat(10_000 * DAY), (trace, at, later) => {
        const strength = strengthAt(trace, at);
        expect(strength).toBeGreaterThanOrEqual(0);
        expect(strength).toBeLessThanOrEqual(1);
        expect(strengthAt(trace, at + later)).toBeLessThanOrEqual(strength);
      }),
    );
  });

  it('rises by reading, for now and for later', () => {
    fc.assert(
      fc.property(traces, fc.nat(5000 * DAY), fc.nat(5000 * DAY), (trace: Trace, gap, later) => {
        const at = trace.lastMs + gap;
        const after = recalled(trace, at);
        expect(strengthAt(after, at)).toBe(1);
        expect(strengthAt(after, at + later)).toBeGreaterThanOrEqual(strengthAt(trace, at + later));
        expect(after.halfLifeDays).toBeGreaterThanOrEqual(trace.halfLifeDays);
        expect(fadesAt(after)).toBeGreaterThanOrEqual(fadesAt(trace));
      }),
    );
  });

  it('teaches more the further something had faded, and nothing when read twice at once', () => {
    fc.assert(
      fc.property(traces, fc.nat(4000 * DAY), fc.nat(4000 * DAY), (trace, soon, more) => {
        const early = recalled(trace, trace.lastMs + soon).halfLifeDays;
        expect(recalled(trace, trace.lastMs + soon + more).halfLifeDays).toBeGreaterThanOrEqual(early);
        expect(recalled(trace, trace.lastMs).halfLifeDays).toBe(trace.halfLifeDays);
      }),
    );
    expect(strengthAt(firstTrace(0), fadesAt(firstTrace(0)))).toBeCloseTo(0.5, 9);
    expect(recalled(firstTrace(1000), 0).lastMs).toBe(1000);
  });
});

describe('central sentences', () => {
  it('are sentences of the texts, in their order, not the same twice', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 300 }), { maxLength: 8 }),
        fc.integer({ min: 1, max: 6 }),
        (texts, count) => {
          const chosen = centralSentences(texts, count);
          expect(chosen.length).toBeLessThanOrEqual(count);
          let source = 0;
          for (const sentence of chosen) {
            expect(sentence.source).toBeGreaterThanOrEqual(source);
            source = sentence.source;
            expect(sentencesOf(texts[source] ?? '')).toContain(sentence.text);
          }
        },
      ),
    );
  });

  it('rank by a distribution: nothing below 0, one in all', () => {
    const likeness = fc.integer({ min: 1, max: 8 }).chain((size) =>
      fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: size, maxLength: size }), {
        minLength: size,
        maxLength: size,
      }),
    );
    fc.assert(
      fc.property(likeness, (alike) => {
        const ranks = centrality(alike);
        expect(ranks.reduce((sum, rank) => sum + rank, 0)).toBeCloseTo(1, 6);
        for (const rank of ranks) expect(rank).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('choose what the others are about, and take marks of lists away', () => {
    const texts = [
      '# Garden\n- The beans in the garden grew tall along the wall.',
      'In the garden the beans were tall and the wall was warm. A letter came from the tax office today.',
      'Grandmother picked beans in the garden by the wall.',
    ];
    const [first] = centralSentences(texts, 1);
    expect(first?.text).toMatch(/beans/);
    expect(sentencesOf(texts[0] ?? '')).toEqual(['The beans in the garden grew tall along the wall.']);
    const twice = ['The same long sentence stands here twice.', 'The same long sentence stands here twice.'];
    expect(centralSentences([...twice, 'Another matter altogether was decided.'], 3)).toHaveLength(2);
  });
});

describe('consolidation', () => {
  let folder: Folder;
  let space: TestSpace;

  beforeEach(async () => {
    folder = temporaryFolder();
    space = await openTestSpace(folder);
  });
  afterEach(async () => {
    await space.database.close();
    folder.remove();
  });

  const run = (work: (uow: SpaceUnitOfWork) => void) =>
    space.database.unitOfWork.run(contextFor(space.id, { purpose: 'memory.consolidate' }), work);
  const stats = () => space.database.query('hippocampus.stats', { nowMs: LATER });
  const goThrough = async (month: string, band: 'GREEN' | 'RED' = 'GREEN') => {
    const { memories, sentences } = await space.database.query('hippocampus.condense', {
      month,
      band,
      sentences: 3,
    });
    await run((uow) =>
      uow.hippocampus.settle({
        month,
        band,
        memories: [...memories],
        gist: sentences.length === 0 ? null : { id: uuid(), sentences: [...sentences] },
      }),
    );
  };

  it('lets every memory wait once, but for BLACK ones, and goes through a month', async () => {
    const first = await space.add();
    await space.add({ band: 'BLACK' });
    await space.add({ band: 'RED' });
    await run((uow) => uow.hippocampus.queue({ limit: 2 }));
    await run((uow) => uow.hippocampus.queue({ limit: 10 }));
    await run((uow) => uow.hippocampus.queue({ limit: 10 }));
    expect(await space.database.query('hippocampus.waiting', { limit: 10 })).toEqual([
      { month: '2024-06', band: 'GREEN', waiting: 1 },
      { month: '2024-06', band: 'RED', waiting: 1 },
    ]);
    await goThrough('2024-06');
    expect(await stats()).toEqual({ waiting: 1, remembered: 1, fading: 1, gists: 1, unseen: false });
    const { rows } = await space.database.query('hippocampus.gists', { offset: 0, limit: 10 });
    expect(rows).toMatchObject([
      { month: '2024-06', memoryIds: [first.id], sentences: [{ memoryId: first.id, text: first.text }] },
    ]);
    await run((uow) => uow.hippocampus.queue({ limit: 10 }));
    expect((await stats()).waiting).toBe(1);
  });

  it('drops a gist with any memory it quotes, and lets the others wait again', async () => {
    const kept = await space.add();
    const gone = await space.add({ text: 'The lake was frozen and we walked across it to the island.' });
    await run((uow) => uow.hippocampus.queue({ limit: 10 }));
    await goThrough('2024-06');
    await run((uow) => {
      uow.fts.retract({ id: gone.id });
      uow.episodic.remove({ id: gone.id, expectedVersion: 1 });
    });
    expect(await stats()).toEqual({ waiting: 1, remembered: 1, fading: 1, gists: 0, unseen: false });
    await goThrough('2024-06');
    expect((await stats()).gists).toBe(1);
    const { id, authorId: _, ...content } = kept;
    await run((uow) => {
      uow.fts.retract({ id });
      uow.episodic.revise({ ...content, id, expectedVersion: 1, band: 'BLACK' });
      uow.fts.index({ id });
    });
    expect(await stats()).toEqual({ waiting: 0, remembered: 0, fading: 0, gists: 0, unseen: false });
  });

  it('refuses a gist of what has changed meanwhile', async () => {
    const { id, authorId: _, ...content } = await space.add();
    const { memories } = await space.database.query('hippocampus.condense', {
      month: '2024-06',
      band: 'GREEN',
      sentences: 1,
    });
    await run((uow) => {
      uow.fts.retract({ id });
      uow.episodic.revise({ ...content, id, expectedVersion: 1, text: 'other' });
      uow.fts.index({ id });
    });
    await expect(
      run((uow) =>
        uow.hippocampus.settle({ month: '2024-06', band: 'GREEN', memories: [...memories], gist: null }),
      ),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('remembers readings, passes over what is gone or BLACK, and offers what fades', async () => {
    const read = await space.add();
    const other = await space.add();
    const black = await space.add({ band: 'BLACK' });
    const atMs = Date.now();
    await run((uow) =>
      uow.hippocampus.recall({
        readings: [read, black, { id: uuid() }].map(({ id }) => ({ id, atMs })),
      }),
    );
    const [strength] = await space.database.query('hippocampus.strengths', {
      ids: [read.id, other.id, black.id],
      nowMs: atMs,
    });
    expect(strength).toMatchObject({ id: read.id, recalls: 1 });
    expect(strength?.strength).toBeGreaterThan(0.99);
    const fading = (nowMs: number, seed = 0) =>
      space.database.query('hippocampus.fading', { nowMs, limit: 10, seed });
    expect(await fading(atMs)).toEqual([]);
    expect((await fading(atMs + 40 * DAY)).map(({ id }) => id)).toEqual([read.id]);
  });

  it('lets a new memory wait that has the number of one that is gone', async () => {
    await space.add();
    const last = await space.add();
    await run((uow) => uow.hippocampus.queue({ limit: 10 }));
    await run((uow) => {
      uow.fts.retract({ id: last.id });
      uow.episodic.remove({ id: last.id, expectedVersion: 1 });
    });
    space = await space.reopen();
    await space.add();
    await run((uow) => uow.hippocampus.queue({ limit: 10 }));
    expect((await stats()).waiting).toBe(2);
  });
});
