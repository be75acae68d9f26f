/** What a caller may do with a unit of work while it is collected, and what it may build upon. */
import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Expectation } from './interfaces.ts';
import type { SpaceUnitOfWork } from './stores/contracts.ts';
import {
  contextFor,
  type Folder,
  memory,
  openTestSpace,
  type TestSpace,
  temporaryFolder,
} from './testing/databases.ts';

/** Looks until it is so: a busy machine takes its time. */
const soon = <T>(look: () => T) => expect.poll(look, { timeout: 60_000 });

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

const run = (collect: (uow: SpaceUnitOfWork) => void, expected?: readonly Expectation[]) =>
  space.database.unitOfWork.run(
    contextFor(space.id),
    collect,
    expected === undefined ? undefined : { expect: expected },
  );
const held = () => space.database.query('episodic.stats', {});

describe('nesting', () => {
  it('makes one unit of everything that functions add to the builder they are given', async () => {
    const addTwice = (uow: SpaceUnitOfWork): void => {
      uow.episodic.append(memory());
      uow.episodic.append(memory());
    };
    const outcome = await run((uow) => {
      addTwice(uow);
      addTwice(uow);
    });
    expect(outcome).toMatchObject({ receipt: { seq: 1 }, attempts: 1 });
    expect(await held()).toEqual({ memories: 4 });
    const twice = memory();
    await expect(
      run((uow) => {
        addTwice(uow);
        uow.episodic.append(twice);
        uow.episodic.append(twice);
      }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await held()).toEqual({ memories: 4 });
  });

  it('refuses a unit that is begun inside another, in this space or any', async () => {
    const inner: Promise<unknown>[] = [];
    const outer = run((uow) => {
      uow.episodic.append(memory());
      inner.push(run((nested) => nested.episodic.append(memory())).catch((error: unknown) => error));
    });
    await expect(outer).resolves.toMatchObject({ replayed: false });
    expect(await Promise.all(inner)).toMatchObject([
      { code: 'INVALID_INPUT', details: { reason: 'nested' } },
    ]);
    expect(await held()).toEqual({ memories: 1 });
  });

  it('refuses a unit that waits, and commands that come too late', async () => {
    let late: SpaceUnitOfWork | null = null;
    const waiting = run(async (uow) => {
      late = uow;
      await Promise.resolve();
    });
    await expect(waiting).rejects.toMatchObject({ code: 'INVALID_INPUT', details: { reason: 'waits' } });
    expect(() => Reflect.get(late ?? {}, 'episodic').append(memory())).toThrow(/after/);
    expect(await held()).toEqual({ memories: 0 });
  });

  it('is free again after a collector that threw', async () => {
    await expect(
      run(() => {
        throw new RangeError('a fault of the caller');
      }),
    ).rejects.toThrow('a fault of the caller');
    await expect(run((uow) => uow.episodic.append(memory()))).resolves.toMatchObject({ attempts: 1 });
  });
});

describe('what a unit builds upon', () => {
  it('is judged before anything is written, and the conflict names it all', async () => {
    const { id } = await space.add();
    const gone = uuid();
    const other = memory();
    const add = (uow: SpaceUnitOfWork) => uow.episodic.append(other);
    const expectation = (record: string, version: number | null) => [{ store: 'episodic', record, version }];
    for (const [record, expected, found] of [
      [id, 2, 1],
      [id, null, 1],
      [gone, 1, 'none'],
    ] as const) {
      await expect(run(add, expectation(record, expected))).rejects.toMatchObject({
        code: 'CONFLICT',
        details: { store: 'episodic', reason: 'version', record, expected: expected ?? 'none', found },
      });
    }
    expect(await held()).toEqual({ memories: 1 });
    await expect(run(add, [...expectation(id, 1), ...expectation(gone, null)])).resolves.toMatchObject({
      replayed: false,
    });
  });

  it('is refused where it is no expectation, or the store counts no versions', async () => {
    const none = () => undefined;
    for (const version of [Number.NaN, 0, -1, 1.5, Number.POSITIVE_INFINITY]) {
      await expect(run(none, [{ store: 'episodic', record: uuid(), version }])).rejects.toMatchObject({
        code: 'INVALID_INPUT',
      });
    }
    for (const store of ['nowhere', 'fts']) {
      await expect(run(none, [{ store, record: uuid(), version: 1 }])).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        details: { store },
      });
    }
  });

  it('lets one of many win that all read the same version, whatever their number', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 12 }), async (writers) => {
        const { id } = await space.add();
        const results = await Promise.allSettled(
          Array.from({ length: writers }, (_, index) =>
            run(
              (uow) => uow.episodic.revise({ ...memory({ id, text: `${index}` }), expectedVersion: 1 }),
              [{ store: 'episodic', record: id, version: 1 }],
            ),
          ),
        );
        expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        expect(await space.database.query('episodic.get', { id })).toMatchObject({ version: 2 });
      }),
      { numRuns: 10 },
    );
  });
});

describe('a snapshot', () => {
  it('shows one moment however much is written meanwhile', async () => {
    await space.add();
    const seen = await space.database.snapshot(async (snapshot) => {
      const before = await snapshot.query('episodic.stats', {});
      const { id } = await space.add();
      return [
        before,
        await snapshot.query('episodic.stats', {}),
        await snapshot.query('episodic.get', { id }),
        await snapshot.query('receipts.count', {}),
      ];
    });
    expect(seen).toEqual([{ memories: 1 }, { memories: 1 }, null, { receipts: 1 }]);
    expect(await held()).toEqual({ memories: 2 });
  });

  it('is let go when its work fails, and ended when it lasts too long', async () => {
    await expect(space.database.snapshot(() => Promise.reject(new RangeError('ours')))).rejects.toThrow(
      'ours',
    );
    await expect(
      space.database.snapshot(async (snapshot) => {
        await soon(() =>
          snapshot.query('episodic.stats', {}).then(String, (error: unknown) => error),
        ).toMatchObject({ code: 'BUSY', details: { reason: 'snapshot-ended', mostMs: 20 } });
        return snapshot.query('episodic.stats', {});
      }, 20),
    ).rejects.toMatchObject({ code: 'BUSY' });
    await space.add();
    await space.database.checkpoint();
    expect(await held()).toEqual({ memories: 1 });
  });
});
