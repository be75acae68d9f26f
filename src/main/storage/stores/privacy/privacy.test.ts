import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ACTOR,
  contextFor,
  type Folder,
  memory,
  openTestSpace,
  type TestSpace,
  temporaryFolder,
} from '../../testing/databases.ts';
import { acceptStore } from '../../testing/store-acceptance.ts';
import { privacyContract, type RetentionRule } from './contract.ts';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 5, 1);

const rule = (given: Partial<RetentionRule> = {}): RetentionRule => ({
  name: 'Old notes',
  kind: null,
  tag: null,
  band: null,
  keepDays: 365,
  countedFrom: 'happened',
  ...given,
});

describe('what people want and agreed to', () => {
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
  const touched = (given: Partial<RetentionRule>) =>
    space.database.query('privacy.ruleWouldTouch', { rule: rule(given), nowMs: NOW, limit: 100 });

  it('can be told for any day, and is never written over', async () => {
    const id = uuid();
    const what = 'Stories about me may be read by the grandchildren';
    const give = () =>
      run((uow) => uow.privacy.giveConsent({ id, personId: ACTOR, band: 'AMBER', what, atMs: 1000 }));
    const withdraw = (atMs: number) =>
      run((uow) => uow.privacy.withdrawConsent({ id, note: 'I changed my mind', atMs }));
    await expect(withdraw(2000)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const { receipt } = await give();
    await expect(give()).rejects.toMatchObject({ details: { reason: 'id-taken' } });
    expect(await space.database.query('privacy.consents', { personId: ACTOR })).toMatchObject([
      { id, what, givenMs: 1000, withdrawnMs: null, receipt },
    ]);
    await expect(withdraw(999)).rejects.toMatchObject({ details: { reason: 'before-given' } });
    await withdraw(2000);
    await expect(withdraw(3000)).rejects.toMatchObject({ details: { reason: 'withdrawn' } });
    const standing = async (atMs: number) =>
      (await space.database.query('privacy.consents', { personId: null, atMs })).length;
    expect([await standing(999), await standing(1000), await standing(1999), await standing(2000)]).toEqual([
      0, 1, 1, 0,
    ]);
    expect(await space.database.query('privacy.consents', { personId: ACTOR })).toMatchObject([
      { what, withdrawnMs: 2000, withdrawnNote: 'I changed my mind' },
    ]);
    expect(await space.database.query('privacy.consents', { personId: uuid() })).toEqual([]);
  });

  it('holds one value for a key and forgets it with null', async () => {
    await run((uow) => uow.privacy.prefer({ personId: ACTOR, key: 'capture.findNames', value: true }));
    await run((uow) => uow.privacy.prefer({ personId: ACTOR, key: 'capture.findNames', value: false }));
    await run((uow) => uow.privacy.prefer({ personId: ACTOR, key: 'search.remember', value: 'a week' }));
    const all = () => space.database.query('privacy.preferences', { personId: ACTOR });
    expect(await all()).toEqual([
      { key: 'capture.findNames', value: false },
      { key: 'search.remember', value: 'a week' },
    ]);
    await run((uow) => uow.privacy.prefer({ personId: ACTOR, key: 'search.remember', value: null }));
    expect(await all()).toHaveLength(1);
  });

  it('says what a rule would touch, and touches nothing', async () => {
    const old = await space.add({ atMs: NOW - 400 * DAY_MS, tags: ['shopping'] });
    const red = await space.add({ atMs: NOW - 500 * DAY_MS, band: 'RED', kind: 'letter', tags: [] });
    const black = await space.add({ atMs: NOW - 500 * DAY_MS, band: 'BLACK' });
    await space.add({ atMs: NOW - 300 * DAY_MS, tags: ['shopping'] });
    expect(await touched({})).toEqual({ total: 2, ids: [red.id, old.id] });
    expect(await touched({ tag: 'shopping' })).toEqual({ total: 1, ids: [old.id] });
    expect(await touched({ kind: 'letter' })).toEqual({ total: 1, ids: [red.id] });
    expect(await touched({ band: 'BLACK' })).toEqual({ total: 1, ids: [black.id] });
    expect(await touched({ countedFrom: 'written' })).toEqual({ total: 0, ids: [] });
    expect(await space.database.query('episodic.stats', {})).toEqual({ memories: 4 });
  });

  it('touches exactly the memories that are older than the rule keeps them', async () => {
    const days = [10, 20, 30, 40, 50];
    const ids = new Map<number, string>();
    for (const age of days) ids.set(age, (await space.add({ atMs: NOW - age * DAY_MS })).id);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60 }), async (keepDays) => {
        const wanted = days.filter((age) => age > keepDays).map((age) => ids.get(age));
        expect((await touched({ keepDays })).ids.toSorted()).toEqual(wanted.toSorted());
      }),
      { numRuns: 20 },
    );
  });
});

const [person, consent, kept, dropped] = [uuid(), uuid(), uuid(), uuid()];
const buried = memory({ externalId: 'letters/12' });

acceptStore({
  contract: privacyContract,
  memories: [memory({ atMs: Date.UTC(2020, 0, 1) })],
  units: [
    [{ op: 'bury', input: { recordId: buried.id, actorId: ACTOR, reason: 'Asked to' } }],
    [{ op: 'prefer', input: { personId: person, key: 'search.remember', value: 'for a fortnight' } }],
    [
      {
        op: 'giveConsent',
        input: { id: consent, personId: person, band: 'RED', what: 'Read the diary', atMs: 1000 },
      },
    ],
    [{ op: 'withdrawConsent', input: { id: consent, note: 'Too close', atMs: 2000 } }],
    [
      {
        op: 'setRule',
        input: { id: kept, enabled: true, rule: rule({ name: 'Shopping lists', tag: 'shopping' }) },
      },
    ],
    [{ op: 'setRule', input: { id: dropped, enabled: false, rule: rule({ band: 'RED', kind: 'note' }) } }],
    [{ op: 'dropRule', input: { id: dropped } }],
  ],
  queries: [
    { op: 'tombstones', input: { offset: 0, limit: 10 } },
    { op: 'buriedExternalIds', input: { ids: ['letters/12'] } },
    { op: 'preferences', input: { personId: person } },
    { op: 'consents', input: { personId: person, atMs: 1500 } },
    { op: 'rules', input: {} },
    { op: 'ruleWouldTouch', input: { rule: rule(), nowMs: NOW, limit: 10 } },
  ],
  content: ['for a fortnight', 'Read the diary', 'Too close', 'Shopping lists'],
});
