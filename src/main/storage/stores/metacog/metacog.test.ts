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
import { calibrationOf, type Judged } from './calibration.ts';
import { metacogContract } from './contract.ts';

const judgedAnswers = fc.array(
  fc.record({ confidence: fc.double({ min: 0, max: 1, noNaN: true }), helpful: fc.boolean() }),
  { minLength: 1, maxLength: 200 },
);

describe('calibration', () => {
  it('has each answer in one bin, and means that lie in it', () => {
    fc.assert(
      fc.property(judgedAnswers, fc.integer({ min: 1, max: 20 }), (judged, bins) => {
        const { answers, brier, expectedError, bins: found } = calibrationOf(judged, bins);
        expect(answers).toBe(judged.length);
        expect(found.reduce((sum, bin) => sum + bin.answers, 0)).toBe(judged.length);
        for (const bin of found) {
          if (bin.confidence === null) continue;
          expect(bin.confidence).toBeGreaterThanOrEqual(bin.from - 1e-9);
          expect(bin.confidence).toBeLessThanOrEqual(bin.to + 1e-9);
        }
        expect(brier).toBeGreaterThanOrEqual(0);
        expect(brier).toBeLessThanOrEqual(1);
        expect(expectedError).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is perfect where the vault was sure and right, and a quarter where it always said half', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1 }), (outcomes) => {
        const sure = outcomes.map((helpful): Judged => ({ confidence: helpful ? 1 : 0, helpful }));
        expect(calibrationOf(sure)).toMatchObject({ brier: 0, expectedError: 0 });
        expect(calibrationOf(outcomes.map((helpful) => ({ confidence: 0.5, helpful }))).brier).toBe(0.25);
      }),
    );
  });

  it('says nothing without answers', () => {
    expect(calibrationOf([])).toMatchObject({ answers: 0, brier: null, expectedError: null });
  });
});

describe('what people thought of answers', () => {
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

  type Judge = Parameters<
    Parameters<Parameters<TestSpace['database']['unitOfWork']['run']>[1]>[0]['metacog']['judge']
  >[0];
  const judge = (given: Partial<Judge>) =>
    space.database.unitOfWork.run(contextFor(space.id), (uow) =>
      uow.metacog.judge({
        id: uuid(),
        personId: ACTOR,
        question: 'Grandmother’s beans',
        memoryId: null,
        place: null,
        helpful: true,
        reason: 'unsaid',
        confidence: null,
        source: 'words',
        band: 'GREEN',
        ...given,
      }),
    );
  const judged = (question = 'grandmother’s  beans ', personId = ACTOR) =>
    space.database.query('metacog.judged', { personId, question });
  const since = { sinceMs: 0 };

  it('is the last word of each about each answer, however the question is written', async () => {
    const { id } = await space.add();
    await judge({ memoryId: id, place: 1, helpful: true });
    await judge({ memoryId: id, place: 1, helpful: false, reason: 'wrong-memory' });
    await judge({ helpful: false, reason: 'missing' });
    await judge({ personId: uuid(), memoryId: id, place: 1 });
    expect(await judged()).toHaveLength(2);
    expect((await judged()).find(({ memoryId }) => memoryId === id)).toMatchObject({
      helpful: false,
      reason: 'wrong-memory',
      question: 'Grandmother’s beans',
    });
    expect(await judged('something else')).toEqual([]);
  });

  it('is counted by reason and by what answered', async () => {
    await judge({ question: 'one', helpful: false, reason: 'missing', confidence: 0.9, source: 'meaning' });
    await judge({ question: 'two', helpful: false, reason: 'missing', confidence: 0.8 });
    await judge({ question: 'three', reason: 'found', confidence: 0.8 });
    expect(await space.database.query('metacog.reasons', since)).toEqual([
      { reason: 'missing', helpful: 0, unhelpful: 2 },
      { reason: 'found', helpful: 1, unhelpful: 0 },
    ]);
    const calibration = await space.database.query('metacog.calibration', { ...since, source: 'words' });
    expect(calibration).toMatchObject({ answers: 2, brier: expect.closeTo((0.64 + 0.04) / 2, 9) });
    expect(await space.database.query('metacog.reasons', { sinceMs: Date.now() + 1000 })).toEqual([]);
  });

  it('goes with the memory, and when the memory becomes more private', async () => {
    const first = await space.add();
    const second = await space.add();
    await judge({ memoryId: first.id, place: 1 });
    await judge({ memoryId: second.id, place: 2 });
    const { authorId: _author, ...content } = first;
    await space.database.unitOfWork.run(contextFor(space.id), (uow) => {
      uow.episodic.revise({ ...content, expectedVersion: 1, band: 'RED' });
      uow.fts.retract({ id: second.id });
      uow.episodic.remove({ id: second.id, expectedVersion: null });
    });
    expect(await judged()).toEqual([]);
    const black = await space.add({ band: 'BLACK' });
    await judge({ memoryId: black.id, place: 1 });
    expect(await judged()).toEqual([]);
  });
});

const [shown, taken] = [memory(), uuid()];
const answer = { personId: ACTOR, reason: 'unsaid', source: 'words', band: 'GREEN', helpful: true } as const;

acceptStore({
  contract: metacogContract,
  memories: [shown],
  units: [
    [
      {
        op: 'judge',
        input: {
          ...answer,
          id: uuid(),
          question: 'frozen river',
          memoryId: shown.id,
          place: 1,
          confidence: 0.75,
        },
      },
    ],
    [
      {
        op: 'judge',
        input: {
          ...answer,
          id: taken,
          question: 'quince jelly',
          memoryId: null,
          place: null,
          confidence: null,
        },
      },
    ],
    [{ op: 'withdraw', input: { id: taken } }],
  ],
  queries: [
    { op: 'judged', input: { personId: ACTOR, question: 'frozen river' } },
    { op: 'reasons', input: { sinceMs: 0 } },
    { op: 'calibration', input: { sinceMs: 0, source: 'words' } },
  ],
  content: ['frozen river', 'quince jelly'],
});
