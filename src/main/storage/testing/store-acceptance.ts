/**
 * What every store must pass, a plug-in's too: call `acceptStore` in the store's test with one believable example of
 * each of its commands and queries.
 *
 * It proves, on a real encrypted database: everything in the contract works and is receipted; bad input is refused by
 * name; a unit that fails leaves nothing; a repeated unit writes nothing; answers are the same after closing and
 * opening again, and after a derived store was built anew; no row is lost on the way down through the migrations and
 * up again; content lies nowhere in plain; a sound store finds nothing wrong with itself.
 */
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { VaultError } from '../../../shared/errors.ts';
import type { Command, StoreContract } from '../contract.ts';
import type { StorePlugIn } from '../plug-ins.ts';
import type { ReadableConnection } from '../sqlite.ts';
import type { DatabaseKind } from '../sqlite-errors.ts';
import { CHECK_ROWS } from '../stores/base-store.ts';
import type { SpaceUnitOfWork } from '../stores/contracts.ts';
import { type AppendInput, contextFor, type Folder, temporaryFolder, testKeys } from './databases.ts';
import { type InProcessSpace, openInProcess } from './in-process.ts';
import { walksWithoutLoss } from './migration-walk.ts';

/** A call on a store: the name of a command or query, and what it is given. */
export interface Example<O extends string> {
  readonly op: O;
  readonly input: unknown;
}

type InputOf<P> = P extends { readonly input: infer I extends z.ZodType } ? z.input<I> : never;

export interface StoreExamples<C extends StoreContract> {
  readonly contract: C;
  /** Which kind of database holds it. Default: a space. */
  readonly kind?: DatabaseKind;
  /** Set for a store that a plug-in brings. */
  readonly plugIn?: StorePlugIn;
  /** Memories that are there before the examples run: for stores whose records are about memories. */
  readonly memories?: readonly AppendInput[];
  /** What else must be there before, a unit each: commands of other stores that the examples build on. */
  readonly before?: readonly ((uow: SpaceUnitOfWork) => void)[];
  /** Units in order, each a list of commands; together they use every command. */
  readonly units: readonly (readonly {
    [O in keyof C['commands'] & string]: {
      readonly op: O;
      readonly input: InputOf<C['commands'][O]>;
    };
  }[keyof C['commands'] & string][])[];
  /** Asked after the units; together they use every query. At least one answer must not be empty. */
  readonly queries: readonly {
    [O in keyof C['queries'] & string]: {
      readonly op: O;
      readonly input: InputOf<C['queries'][O]>;
    };
  }[keyof C['queries'] & string][];
  /** Words of the examples that are content: they must not be found in any column. */
  readonly content: readonly string[];
  /** True for a store that is built anew from the sealed records; its index may then hold words. */
  readonly derived?: boolean;
}

/** Every path to a leaf of an input with that leaf replaced by `bad`. */
export function spoiled(input: unknown, replace: (leaf: unknown) => unknown[]): unknown[] {
  if (typeof input !== 'object' || input === null || input instanceof Uint8Array) return replace(input);
  if (Array.isArray(input)) {
    return input.flatMap((item, index) => spoiled(item, replace).map((bad) => input.with(index, bad)));
  }
  return Object.entries(input).flatMap(([key, value]) =>
    spoiled(value, replace).map((bad) => ({ ...input, [key]: bad })),
  );
}

const badLeaf = (leaf: unknown): unknown[] => {
  if (typeof leaf === 'number') return [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  return typeof leaf === 'string' ? ['\ud800'] : [];
};

/** Every value of every table, as text, tables of the full-text and vector indexes included. */
function everyValue(connection: ReadableConnection): string {
  const tables = connection
    .read<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0")
    .all();
  return tables
    .flatMap(({ name }) =>
      connection.read<Record<string, unknown>>(`SELECT * FROM "${name.replaceAll('"', '""')}"`).all(),
    )
    .flatMap((row) => Object.values(row))
    .map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)))
    .join('\n');
}

/** Declares the suite. */
export function acceptStore<C extends StoreContract>(examples: StoreExamples<C>): void {
  const { contract } = examples;
  const store = contract.name;
  const commands: readonly Command[][] = examples.units.map((unit) =>
    unit.map(({ op, input }) => ({ store, op, input })),
  );

  describe(`${store} as a store`, () => {
    let folder: Folder;
    let space: InProcessSpace;
    const spaceId = uuid();
    const keys = testKeys();
    const open = (create: boolean): InProcessSpace =>
      openInProcess({
        file: folder.file('store.db'),
        spaceId,
        keys,
        create,
        kind: examples.plugIn?.kind ?? examples.kind ?? 'space',
        plugIns: examples.plugIn === undefined ? [] : [examples.plugIn],
      });

    beforeEach(() => {
      folder = temporaryFolder();
      space = open(true);
      for (const input of examples.memories ?? []) {
        const unit = space.collect(contextFor(spaceId, { subjectId: input.id }), (uow) => {
          uow.episodic.append(input);
          uow.fts.index({ id: input.id });
        });
        expect(space.commits.run([unit])).toMatchObject([{ ok: true }]);
      }
      for (const collect of examples.before ?? []) {
        const unit = space.collect(contextFor(spaceId), collect);
        expect(space.commits.run([unit])).toMatchObject([{ ok: true }]);
      }
    });
    afterEach(() => {
      space.close();
      folder.remove();
    });

    const run = (unit: readonly Command[], key: string | null = null) =>
      space.commits.run([space.collectCalls(contextFor(spaceId, { idempotencyKey: key }), unit)])[0];
    const runAll = (): void => {
      for (const unit of commands) expect(run(unit)).toMatchObject({ ok: true });
    };
    const reader = () => {
      const found = space.readers.get(store);
      if (found === undefined) throw new TypeError(`There is no reader of ${store}.`);
      return found;
    };
    /** A typed error (nothing is there yet, for one) is an answer too. */
    const answers = (): unknown[] =>
      examples.queries.map(({ op, input }) => {
        try {
          return reader().answer(op, contract.queries[op]?.input.parse(input));
        } catch (error) {
          if (error instanceof VaultError) return { code: error.code };
          throw error;
        }
      });

    it('has an example of each command and query', () => {
      const used = (calls: readonly { op: string }[]) => [...new Set(calls.map(({ op }) => op))].sort();
      expect(used(examples.units.flat())).toEqual(Object.keys(contract.commands).sort());
      expect(used(examples.queries)).toEqual(Object.keys(contract.queries).sort());
    });

    it('does every command, with a digest of each in the receipt', () => {
      for (const unit of commands) {
        expect(run(unit)).toMatchObject({ ok: true, outcome: { replayed: false } });
        const last = space.connection
          .read<{ body: string }>('SELECT body FROM receipt ORDER BY seq DESC LIMIT 1')
          .get();
        const listed: unknown = JSON.parse(last?.body ?? '{}');
        expect(listed).toMatchObject({
          stores: expect.arrayContaining(
            unit.map(({ op }) =>
              expect.objectContaining({ store, op, digest: expect.stringMatching(/^[0-9a-f]{64}$/) }),
            ),
          ),
        });
      }
      const told = answers().filter((answer) => !JSON.stringify(answer ?? null).startsWith('{"code":'));
      expect(told.some((answer) => JSON.stringify(answer ?? null).length > 4)).toBe(true);
    });

    it('refuses not-a-number, infinity and lone surrogates by the name of the field', () => {
      for (const { op, input } of commands.flat()) {
        for (const bad of spoiled(input, badLeaf)) {
          let thrown: unknown;
          try {
            space.collectCalls(contextFor(spaceId), [{ store, op, input: bad }]);
          } catch (error) {
            thrown = error;
          }
          expect(thrown, `${op} with ${JSON.stringify(bad)}`).toMatchObject({
            code: 'INVALID_INPUT',
            details: { store, op, field: expect.stringMatching(/./) },
          });
        }
      }
      for (const { op, input } of examples.queries) {
        for (const bad of spoiled(input, badLeaf)) {
          expect(
            contract.queries[op]?.input.safeParse(bad).success,
            `${op} with ${JSON.stringify(bad)}`,
          ).toBe(false);
        }
      }
    });

    it('refuses a command and a query that it does not have', () => {
      expect(
        space.commits.run([{ context: contextFor(spaceId), commands: [{ store, op: 'noSuch', input: {} }] }]),
      ).toMatchObject([{ ok: false, error: { code: 'INVALID_INPUT' } }]);
      expect(() => reader().answer('noSuch', {})).toThrow(/no/);
    });

    it('leaves nothing of a unit that fails after it', () => {
      const before = JSON.stringify(answers());
      for (const unit of commands) {
        const missing: Command = { store: 'none', op: 'fails', input: {} };
        const wanted = JSON.stringify(answers());
        const failed = space.commits.run([
          { context: contextFor(spaceId), commands: [...parsed(unit), missing] },
        ]);
        expect(failed).toMatchObject([{ ok: false, error: { code: 'INVALID_INPUT' } }]);
        expect(JSON.stringify(answers())).toBe(wanted);
        expect(run(unit)).toMatchObject({ ok: true });
      }
      // What a derived store answers is what its records say: its commands may end where they began.
      const mayStay = commands.length === 0 || examples.derived === true;
      expect(mayStay || JSON.stringify(answers()) !== before).toBe(true);
    });

    /** Parsed as the collector parses: defaults filled in. */
    const parsed = (unit: readonly Command[]): Command[] =>
      unit.map((each) => ({ ...each, input: contract.commands[each.op]?.input.parse(each.input) }));

    it('writes nothing when a unit is asked for again', () => {
      for (const [index, unit] of commands.entries()) {
        const first = run(unit, `key-${index}`);
        const wanted = JSON.stringify(answers());
        expect(run(unit, `key-${index}`)).toMatchObject({ ok: true, outcome: { replayed: true } });
        expect(first).toMatchObject({ ok: true, outcome: { replayed: false } });
        expect(JSON.stringify(answers())).toBe(wanted);
      }
    });

    it('answers the same after closing and opening again', () => {
      runAll();
      const wanted = JSON.stringify(answers());
      space.close();
      space = open(false);
      expect(JSON.stringify(answers())).toBe(wanted);
    });

    it('answers the same after derived stores were built anew', () => {
      runAll();
      const wanted = JSON.stringify(answers());
      space.commits.rebuild();
      expect(JSON.stringify(answers())).toBe(wanted);
    });

    it.skipIf(examples.plugIn !== undefined)('keeps every row through migrations down and up again', () => {
      runAll();
      walksWithoutLoss(space.connection, examples.kind ?? 'space');
    });

    it('finds nothing wrong with itself', () => {
      runAll();
      let next: number | null = 0;
      for (let slices = 0; next !== null; slices += 1) {
        const slice = reader().check(next, CHECK_ROWS);
        expect(slice.findings).toEqual([]);
        expect(slices).toBeLessThan(1000);
        next = slice.next;
      }
    });

    it.skipIf(examples.derived === true)('keeps content sealed', () => {
      runAll();
      const everything = everyValue(space.connection);
      for (const words of examples.content) expect(everything.includes(words), words).toBe(false);
    });
  });
}
