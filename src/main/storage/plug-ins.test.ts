import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSpaceDatabase } from './database.ts';
import type { SpaceDatabase } from './interfaces.ts';
import { withPlugIn } from './plug-ins.ts';
import { contextFor, type Folder, memory, RUNTIME, temporaryFolder, testKeys } from './testing/databases.ts';
import recipeRatings, { recipeRatingsContract } from './testing/plug-in/recipe-ratings.ts';
import { acceptStore } from './testing/store-acceptance.ts';

const EXAMPLE = new URL('./testing/plug-in/recipe-ratings.ts', import.meta.url);

describe('a plug-in', () => {
  let folder: Folder;
  let database: SpaceDatabase | null = null;
  const id = uuid();
  const keys = testKeys();
  let created = false;

  const open = async (...plugIns: URL[]): Promise<SpaceDatabase> => {
    await database?.close();
    database = await openSpaceDatabase({
      runtime: { ...RUNTIME, plugIns },
      file: folder.file('space.db'),
      keys,
      spaceId: id,
      create: !created,
    });
    created = true;
    return database;
  };
  beforeEach(() => {
    folder = temporaryFolder();
    created = false;
  });
  afterEach(async () => {
    await database?.close();
    database = null;
    folder.remove();
  });

  /** A module on the disk that exports what the text says. */
  const module = (text: string): URL => {
    const file = join(folder.path, `${uuid()}.mjs`);
    writeFileSync(file, text);
    return pathToFileURL(file);
  };
  /** A small extension; `parts` replaces parts of it. */
  const madeOf = (
    parts: Partial<Record<'name' | 'up' | 'manifest' | 'writer' | 'reader' | 'contract', string>>,
  ): URL => {
    const name = parts.name ?? 'notes';
    const home = join(folder.path, uuid());
    mkdirSync(join(home, 'space'), { recursive: true });
    const up = parts.up ?? `CREATE TABLE x_${name}_line (id INTEGER PRIMARY KEY) STRICT;`;
    const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
    writeFileSync(join(home, 'space', '0010-line.up.sql'), up);
    writeFileSync(join(home, 'space', '0010-line.down.sql'), '');
    const step = {
      number: 10,
      name: 'line',
      version: '1.0.0',
      up: { file: '0010-line.up.sql', sha256: sha256(up) },
      down: { file: '0010-line.down.sql', sha256: sha256('') },
      keeps: [],
      rebuilds: false,
    };
    const manifest = parts.manifest ?? JSON.stringify({ kind: 'space', migrations: [step] });
    writeFileSync(join(home, 'space', 'manifest.json'), manifest);
    const any = 'z.any()';
    return module(`
      import { z } from '${import.meta.resolve('zod')}';
      const contract = ${
        parts.contract ??
        `{ name: '${name}', commands: { add: { phase: 'write', erases: false, input: ${any} } },
           queries: { count: { input: ${any} } } }`
      };
      export default {
        kind: 'space', contract, migrations: new URL('${pathToFileURL(home).href}/'),
        makeWriter(connection) {
          ${parts.writer ?? `return { name: '${name}', prepare() {}, rebuild() {}, apply() { connection.write('INSERT INTO x_${name}_line DEFAULT VALUES').run(); return '0'.repeat(64); } };`}
        },
        makeReader(connection) {
          ${parts.reader ?? `return { name: '${name}', check: () => ({ findings: [], next: null }), answer: () => connection.read('SELECT count(*) AS n FROM x_${name}_line').get().n };`}
        },
      };`);
  };
  const works = async (space: SpaceDatabase): Promise<void> => {
    const input = memory();
    await space.unitOfWork.run(contextFor(id), (uow) => uow.episodic.append(input));
    expect(await space.query('episodic.get', { id: input.id })).toMatchObject({ id: input.id });
  };
  const reasons = (space: SpaceDatabase) =>
    space.plugIns.map(({ refused }) => refused?.details?.reason ?? null);

  it('joins units of work, receipts, snapshots and checks, in the threads', async () => {
    const space = withPlugIn(await open(EXAMPLE), recipeRatingsContract);
    const [soup, input] = [uuid(), memory()];
    await space.unitOfWork.run(contextFor(id), (uow) => {
      uow.episodic.append(input);
      uow.recipeRatings.rate({ id: soup, band: 'AMBER', recipe: 'Barley soup', stars: 5 });
    });
    expect(await space.query('recipeRatings.best', { limit: 10 })).toEqual([
      { id: soup, stars: 5, recipe: 'Barley soup' },
    ]);
    const { receipts } = await space.query('receipts.export', { fromSeq: 1, limit: 100 });
    expect(receipts.at(-1)?.body.stores.map(({ store, op }) => `${store}.${op}`)).toEqual([
      'episodic.append',
      'recipeRatings.rate',
    ]);
    const failed = space.unitOfWork.run(contextFor(id), (uow) => {
      uow.recipeRatings.rate({ id: uuid(), band: 'GREEN', recipe: 'Rye bread', stars: 1 });
      uow.episodic.append(input);
    });
    await expect(failed).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await space.query('recipeRatings.best', { limit: 10 })).toHaveLength(1);
    const bad = space.unitOfWork.run(contextFor(id), (uow) =>
      uow.recipeRatings.rate({ id: soup, band: 'GREEN', recipe: 'Barley soup', stars: 6 }),
    );
    await expect(bad).rejects.toMatchObject({ details: { store: 'recipeRatings', field: 'stars' } });
  });

  it('can be taken away and come back, and what it kept is there', async () => {
    const first = withPlugIn(await open(EXAMPLE), recipeRatingsContract);
    await first.unitOfWork.run(contextFor(id), (uow) =>
      uow.recipeRatings.rate({ id: uuid(), band: 'GREEN', recipe: 'Barley soup', stars: 4 }),
    );
    const without = await open();
    await works(without);
    expect(() => withPlugIn(without, recipeRatingsContract)).toThrow(/no extension/);
    const again = withPlugIn(await open(EXAMPLE), recipeRatingsContract);
    expect(await again.query('recipeRatings.best', { limit: 10 })).toMatchObject([{ recipe: 'Barley soup' }]);
  });

  it.each([
    ['does not load', () => module(`throw new Error('no');`), 'cannot-load'],
    ['is not there', () => pathToFileURL(folder.file('nowhere.mjs')), 'cannot-load'],
    ['exports nothing', () => module('export const nothing = 1;'), 'bad-contract'],
    ['exports something else', () => module('export default 5;'), 'bad-contract'],
    ['has the name of a store', () => madeOf({ name: 'episodic' }), 'name-taken'],
    [
      'has no proper name',
      () => madeOf({ contract: `{ name: 'No name', commands: {}, queries: {} }` }),
      'bad-contract',
    ],
    [
      'has a command without a schema',
      () =>
        madeOf({
          contract: `{ name: 'notes', commands: { add: { phase: 'write', erases: false } }, queries: {} }`,
        }),
      'bad-contract',
    ],
    ['throws when it is made', () => madeOf({ writer: `throw new Error('no');` }), 'cannot-start'],
    ['makes a reader that throws', () => madeOf({ reader: `throw new Error('no');` }), 'cannot-start'],
    ['makes nothing', () => madeOf({ writer: 'return undefined;' }), 'cannot-start'],
    ['takes a table of others away', () => madeOf({ up: 'DROP TABLE draft;' }), 'structure'],
    [
      'watches a table of others',
      () => madeOf({ up: 'CREATE TRIGGER x_notes_t AFTER INSERT ON memory BEGIN DELETE FROM draft; END;' }),
      'structure',
    ],
    ['makes tables of another name', () => madeOf({ up: 'CREATE TABLE mine (id INTEGER);' }), 'structure'],
    [
      'ends the transaction',
      () => madeOf({ up: 'CREATE TABLE x_notes_a (id INTEGER); COMMIT;' }),
      'structure',
    ],
    ['has SQL that fails', () => madeOf({ up: 'CREATE TABLE;' }), 'structure'],
    ['has no list of migrations', () => madeOf({ manifest: '{}' }), 'structure'],
  ])('that %s is left out in words, and the vault works', async (_what, make, reason) => {
    const space = await open(make(), EXAMPLE);
    const refused = space.plugIns.find((state) => state.refused !== null)?.refused;
    expect(refused).toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringMatching(/^The extension “.+” was left out: .+\.$/),
      hint: expect.stringContaining('The vault works without it'),
      details: { reason },
    });
    await works(space);
    expect(withPlugIn(space, recipeRatingsContract)).toBe(space);
  });

  it('that comes twice, changed, or older than its tables is left out', async () => {
    const name = 'notes';
    expect(reasons(await open(madeOf({ name }), madeOf({ name })))).toEqual([null, 'name-taken']);
    const changed = madeOf({
      name,
      up: 'CREATE TABLE x_notes_line (id INTEGER PRIMARY KEY, more TEXT) STRICT;',
    });
    expect(reasons(await open(changed))).toEqual(['structure']);
    const step = (number: number) => ({ number, name: 'line', version: '1.0.0', keeps: [], rebuilds: false });
    const sha256 = createHash('sha256').update('').digest('hex');
    const empty = {
      up: { file: '0010-line.down.sql', sha256 },
      down: { file: '0010-line.down.sql', sha256 },
    };
    const manifest = JSON.stringify({ kind: 'space', migrations: [{ ...step(5), ...empty }] });
    expect(reasons(await open(madeOf({ name, manifest })))).toEqual(['newer']);
    expect(reasons(await open(madeOf({ name })))).toEqual([null]);
  });

  it('that fails in a command, a query or a rebuild fails alone', async () => {
    const broken = madeOf({
      writer: `return { name: 'notes', prepare() { throw new Error('p'); }, rebuild() { throw new Error('r'); },
        apply(command) {
          connection.write('INSERT INTO x_notes_line DEFAULT VALUES').run();
          if (command.input.how === 'throws') throw new Error('secret words');
          return command.input.how;
        } };`,
      reader: `return { name: 'notes', check() { throw new Error('c'); }, answer() { throw new Error('secret words'); } };`,
    });
    const space = await open(broken);
    expect(reasons(space)).toEqual([null]);
    const contract = {
      name: 'notes',
      commands: { add: recipeRatingsContract.commands.rate },
      queries: { count: recipeRatingsContract.queries.best },
    } as const;
    const typed = withPlugIn(space, contract);
    const add = (how: string) =>
      typed.unitOfWork.run(contextFor(id), (uow) => {
        Reflect.apply(uow.notes.add, uow.notes, [{ how }]);
      });
    for (const how of ['throws', 'no digest']) {
      await expect(add(how)).rejects.toMatchObject({
        code: 'INTERNAL',
        details: { store: 'notes', op: 'add' },
      });
    }
    await expect(typed.query('notes.count', { limit: 1 })).rejects.toMatchObject({
      code: 'INTERNAL',
      message: expect.not.stringContaining('secret'),
    });
    await works(space);
    await expect(space.rebuild()).resolves.toBeUndefined();
    await works(space);
  });
});

const [kept, dropped] = [uuid(), uuid()];

acceptStore({
  contract: recipeRatingsContract,
  plugIn: recipeRatings,
  units: [
    [{ op: 'rate', input: { id: kept, band: 'GREEN', recipe: 'Barley soup', stars: 5 } }],
    [{ op: 'rate', input: { id: dropped, band: 'RED', recipe: 'Plum dumplings', stars: 2 } }],
    [{ op: 'forget', input: { id: dropped } }],
  ],
  queries: [{ op: 'best', input: { limit: 10 } }],
  content: ['Barley soup', 'Plum dumplings'],
});
