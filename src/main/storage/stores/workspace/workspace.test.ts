import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ACTOR,
  contextFor,
  DEVICE,
  type Folder,
  memory,
  openTestSpace,
  type TestSpace,
  temporaryFolder,
} from '../../testing/databases.ts';
import { acceptStore } from '../../testing/store-acceptance.ts';
import { MOST_PINS, workspaceContract } from './contract.ts';
import { HALF_LIFE_MS, joinedRank, rankOf, salienceAt } from './salience.ts';

const NOW = Date.UTC(2026, 5, 1);
const times = fc.array(fc.integer({ min: NOW - 4000 * 86_400_000, max: NOW }), {
  minLength: 1,
  maxLength: 30,
});
const rankOfAll = (opened: readonly number[]): number =>
  opened.slice(1).reduce((rank, atMs) => joinedRank(rank, rankOf(atMs)), rankOf(opened[0] ?? NOW));

describe('how present a memory is', () => {
  it('is the sum of its openings, each halved every fortnight', () => {
    fc.assert(
      fc.property(times, (opened) => {
        const sum = opened.reduce((total, atMs) => total + 2 ** (-(NOW - atMs) / HALF_LIFE_MS), 0);
        expect(salienceAt(rankOfAll(opened), NOW) / sum).toBeCloseTo(1, 6);
      }),
    );
  });

  it('does not depend on the order in which openings are told', () => {
    fc.assert(
      fc.property(times, (opened) => {
        expect(rankOfAll(opened.toReversed())).toBeCloseTo(rankOfAll(opened), 6);
      }),
    );
  });

  it('fades, and time alone never changes which of two is more present', () => {
    fc.assert(
      fc.property(times, times, fc.integer({ min: 1, max: 4000 }), (one, other, days) => {
        const [a, b] = [rankOfAll(one), rankOfAll(other)];
        const later = NOW + days * 86_400_000;
        expect(salienceAt(a, later)).toBeLessThan(salienceAt(a, NOW));
        expect(Math.sign(salienceAt(a, later) - salienceAt(b, later))).toBe(
          Math.sign(salienceAt(a, NOW) - salienceAt(b, NOW)),
        );
      }),
    );
  });
});

describe('pins and what was opened', () => {
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

  type Collect = Parameters<TestSpace['database']['unitOfWork']['run']>[1];
  const run = (collect: Collect) => space.database.unitOfWork.run(contextFor(space.id), collect);
  const pins = async (personId = ACTOR) =>
    (await space.database.query('workspace.pins', { personId })).map(({ id }) => id);
  const salient = async () =>
    (await space.database.query('workspace.salient', { personId: ACTOR, atMs: NOW, limit: 10 })).map(
      ({ id }) => id,
    );

  it('are a person’s own, latest first, and go with the memory', async () => {
    const [first, second] = [await space.add(), await space.add()];
    await run((uow) => uow.workspace.pin({ id: first.id, personId: ACTOR }));
    await run((uow) => uow.workspace.pin({ id: second.id, personId: ACTOR }));
    expect(await pins()).toEqual([second.id, first.id]);
    expect(await pins(uuid())).toEqual([]);
    await run((uow) => uow.workspace.unpin({ id: second.id, personId: ACTOR }));
    expect(await pins()).toEqual([first.id]);
    await run((uow) => {
      uow.fts.retract({ id: first.id });
      uow.episodic.remove({ id: first.id, expectedVersion: null });
    });
    expect(await pins()).toEqual([]);
  });

  it('are bounded', async () => {
    const added = [];
    for (let index = 0; index <= MOST_PINS; index += 1) added.push(await space.add());
    const [spare, ...rest] = added;
    await run((uow) => {
      for (const { id } of rest) uow.workspace.pin({ id, personId: ACTOR });
    });
    const again = run((uow) => uow.workspace.pin({ id: spare?.id ?? '', personId: ACTOR }));
    await expect(again).rejects.toMatchObject({ code: 'CONFLICT', details: { reason: 'full' } });
  });

  it('never name a BLACK memory, nor one that becomes BLACK', async () => {
    const black = await space.add({ band: 'BLACK' });
    await expect(run((uow) => uow.workspace.pin({ id: black.id, personId: ACTOR }))).rejects.toMatchObject({
      details: { reason: 'black' },
    });
    const green = await space.add();
    await run((uow) => {
      uow.workspace.pin({ id: green.id, personId: ACTOR });
      uow.workspace.noteOpened({
        personId: ACTOR,
        opened: [
          { id: green.id, atMs: NOW },
          { id: black.id, atMs: NOW },
        ],
      });
      uow.workspace.setFocus({ deviceId: DEVICE, id: green.id });
    });
    expect([await pins(), await salient()]).toEqual([[green.id], [green.id]]);
    const { authorId: _author, ...content } = green;
    await run((uow) => uow.episodic.revise({ ...content, expectedVersion: 1, band: 'BLACK' }));
    expect([await pins(), await salient()]).toEqual([[], []]);
    expect(await space.database.query('workspace.focus', { deviceId: DEVICE })).toBeNull();
  });

  it('put what was opened lately and often first', async () => {
    const [once, often, old] = [await space.add(), await space.add(), await space.add()];
    const day = 86_400_000;
    await run((uow) =>
      uow.workspace.noteOpened({
        personId: ACTOR,
        opened: [
          ...[1, 2, 3].map((days) => ({ id: often.id, atMs: NOW - days * day })),
          { id: once.id, atMs: NOW - day },
          ...[100, 101, 102, 103, 104].map((days) => ({ id: old.id, atMs: NOW - days * day })),
        ],
      }),
    );
    expect(await salient()).toEqual([often.id, once.id, old.id]);
  });
});

const [kept, dropped] = [uuid(), uuid()];
const [shown, other] = [memory(), memory({ band: 'RED' })];

acceptStore({
  contract: workspaceContract,
  memories: [shown, other],
  units: [
    [
      {
        op: 'saveDraft',
        input: { id: kept, baseVersion: null, band: 'GREEN', content: '{"title":"Pear jam"}' },
      },
    ],
    [
      {
        op: 'saveDraft',
        input: { id: dropped, baseVersion: 3, band: 'RED', content: '{"title":"Quince jelly"}' },
      },
    ],
    [{ op: 'discardDraft', input: { id: dropped } }],
    [{ op: 'pin', input: { id: shown.id, personId: ACTOR } }],
    [{ op: 'pin', input: { id: other.id, personId: ACTOR } }],
    [{ op: 'unpin', input: { id: other.id, personId: ACTOR } }],
    [{ op: 'noteOpened', input: { personId: ACTOR, opened: [{ id: shown.id, atMs: NOW }] } }],
    [{ op: 'setFocus', input: { deviceId: DEVICE, id: shown.id } }],
  ],
  queries: [
    { op: 'drafts', input: {} },
    { op: 'pins', input: { personId: ACTOR } },
    { op: 'focus', input: { deviceId: DEVICE } },
    { op: 'salient', input: { personId: ACTOR, atMs: NOW, limit: 10 } },
  ],
  content: ['Pear jam', 'Quince jelly'],
});
