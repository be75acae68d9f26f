/**
 * What every store of notes must pass: a store with `upkeep` in its contract, which holds the engine's own notes and
 * leaves no receipts. The counterpart of `store-acceptance.ts`, which is for records.
 *
 * It proves, on a real encrypted database: everything in the contract works, without a receipt; a unit of work cannot
 * reach it; bad input is refused; notes that fail together leave nothing; answers are the same after closing and opening.
 */
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Command, StoreContract } from '../contract.ts';
import type { DatabaseKind } from '../sqlite-errors.ts';
import { contextFor, type Folder, temporaryFolder, testKeys } from './databases.ts';
import { type InProcessSpace, openInProcess } from './in-process.ts';
import { type Example, spoiled } from './store-acceptance.ts';

export interface NotesExamples {
  readonly contract: StoreContract;
  readonly kind: DatabaseKind;
  /** Together they use every command. */
  readonly notes: readonly Example<string>[];
  /** Asked afterwards; together they use every query. */
  readonly queries: readonly Example<string>[];
}

const badLeaf = (leaf: unknown): unknown[] => {
  if (typeof leaf === 'number') return [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  return typeof leaf === 'string' ? ['\ud800'] : [];
};

/** Declares the suite. */
export function acceptNotes({ contract, kind, notes, queries }: NotesExamples): void {
  const store = contract.name;

  describe(`${store} as a store of notes`, () => {
    let folder: Folder;
    let database: InProcessSpace;
    const spaceId = uuid();
    const keys = testKeys();
    const open = (create: boolean): InProcessSpace =>
      openInProcess({ file: folder.file('notes.db'), spaceId, keys, create, kind });
    beforeEach(() => {
      folder = temporaryFolder();
      database = open(true);
    });
    afterEach(() => {
      database.close();
      folder.remove();
    });

    const parsed = ({ op, input }: Example<string>): Command => ({
      store,
      op,
      input: contract.commands[op]?.input.parse(input),
    });
    const answers = (): string =>
      JSON.stringify(
        queries.map(({ op, input }) =>
          database.readers.get(store)?.answer(op, contract.queries[op]?.input.parse(input)),
        ),
      );

    it('has an example of each command and query', () => {
      const used = (calls: readonly Example<string>[]) => [...new Set(calls.map(({ op }) => op))].sort();
      expect(contract.upkeep).toBe(true);
      expect(used(notes)).toEqual(Object.keys(contract.commands).sort());
      expect(used(queries)).toEqual(Object.keys(contract.queries).sort());
    });

    it('keeps notes without a receipt, over closing and opening', () => {
      const before = answers();
      database.commits.upkeep(notes.map(parsed));
      const after = answers();
      expect(after).not.toBe(before);
      expect(database.connection.read('SELECT count(*) AS n FROM receipt').get()).toEqual({ n: 0 });
      database.close();
      database = open(false);
      expect(answers()).toBe(after);
    });

    it('is out of reach of units of work', () => {
      for (const note of notes) {
        const unit = { context: contextFor(spaceId), commands: [parsed(note)] };
        expect(database.commits.run([unit])).toMatchObject([{ ok: false, error: { code: 'INVALID_INPUT' } }]);
      }
    });

    it('keeps nothing of notes that fail together', () => {
      const before = answers();
      expect(() =>
        database.commits.upkeep([...notes.map(parsed), { store, op: 'noSuch', input: {} }]),
      ).toThrow(/no/);
      expect(answers()).toBe(before);
    });

    it('refuses not-a-number, infinity and lone surrogates', () => {
      for (const { op, input } of notes) {
        for (const bad of spoiled(input, badLeaf)) {
          expect(contract.commands[op]?.input.safeParse(bad).success, `${op} ${JSON.stringify(bad)}`).toBe(
            false,
          );
        }
      }
      for (const { op, input } of queries) {
        for (const bad of spoiled(input, badLeaf)) {
          expect(contract.queries[op]?.input.safeParse(bad).success, `${op} ${JSON.stringify(bad)}`).toBe(
            false,
          );
        }
      }
    });
  });
}
