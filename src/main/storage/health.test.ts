import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SliceReport } from './stores/upkeep/contract.ts';
import { FRESH_SLICE } from './stores/upkeep/contract.ts';
import { contextFor, type Folder, memory, temporaryFolder, testKeys } from './testing/databases.ts';
import { type InProcessSpace, openInProcess } from './testing/in-process.ts';

const PAGE = 4096;
let folder: Folder;
let space: InProcessSpace;
const spaceId = uuid();
const keys = testKeys();
const open = (create: boolean): InProcessSpace =>
  openInProcess({ file: folder.file('space.db'), spaceId, keys, create });

beforeEach(() => {
  folder = temporaryFolder();
  space = open(true);
});
afterEach(() => {
  space.close();
  folder.remove();
});

function fill(groups: number): void {
  for (let group = 0; group < groups; group += 1) {
    const units = Array.from({ length: 50 }, (_, n) => {
      const input = memory({
        text: `words of memory ${group} ${n} `.repeat(20 + (n % 5) * 60),
        externalId: `s/${group}/${n}`,
      });
      return space.collect(contextFor(spaceId, { subjectId: input.id }), (uow) => {
        uow.episodic.append(input);
        uow.fts.index({ id: input.id });
      });
    });
    expect(space.commits.run(units).every(({ ok }) => ok)).toBe(true);
  }
}

/** A whole round, slice by slice, as the service asks for it. */
function round(budgetMs = 5, deep = false): { slices: number; reports: SliceReport[] } {
  const reports: SliceReport[] = [];
  let place: Pick<SliceReport, 'part' | 'state'> = { part: null, state: FRESH_SLICE };
  do {
    const report = space.readers
      .get('upkeep')
      ?.answer('slice', { part: place.part, state: place.state, budgetMs, deep }) as SliceReport;
    reports.push(report);
    place = report;
    if (reports.length > 2_000) throw new Error('the round does not end');
  } while (place.part !== null);
  return { slices: reports.length, reports };
}

const noticesOf = ({ reports }: { reports: SliceReport[] }) =>
  reports.flatMap(({ finished }) =>
    finished.flatMap(({ part, notices }) => notices.map((notice) => ({ ...notice, part }))),
  );

/** The file with one bit turned over, opened anew; the connection that is open meanwhile is closed first. */
function withFlippedBit(bytes: Buffer, at: number, look: () => void): void {
  space.close();
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ 0x10;
  writeFileSync(folder.file('space.db'), changed);
  try {
    space = open(false);
    look();
  } finally {
    space.close();
    writeFileSync(folder.file('space.db'), bytes);
    space = open(false);
  }
}

describe('a round of checks', () => {
  it('finds nothing wrong with a sound file, looks at every part once, and ends', () => {
    fill(4);
    const { reports, slices } = round(1);
    expect(noticesOf({ reports })).toEqual([]);
    const finished = reports.flatMap((report) => report.finished.map(({ part }) => part));
    expect(new Set(finished).size).toBe(finished.length);
    expect(finished).toHaveLength(reports[0]?.total ?? 0);
    for (const part of [
      'schema',
      'table/memory',
      'index/memory_by_id',
      'table/memory_words_data',
      'store/fts',
    ]) {
      expect(finished).toContain(part);
    }
    expect(slices).toBeGreaterThan(3);
  });

  it('finds every flipped bit: one in each page that holds anything', () => {
    fill(3);
    space.connection.pragma('wal_checkpoint(TRUNCATE)');
    const holding = space.connection
      .read<{ pageno: number; name: string }>('SELECT pageno, name FROM dbstat WHERE pageno > 1')
      .all();
    space.close();
    const bytes = readFileSync(folder.file('space.db'));
    space = open(false);
    const every = Math.max(1, Math.floor(holding.length / 60));
    const chosen = holding.filter((_, at) => at % every === 0);
    const missed: string[] = [];
    for (const [at, { pageno, name }] of chosen.entries()) {
      const offset = (pageno - 1) * PAGE + ((at * 977) % PAGE);
      try {
        withFlippedBit(bytes, offset, () => {
          const found = noticesOf(round(500)).filter(
            ({ code }) => code === 'page-damaged' || code === 'index-damaged',
          );
          if (found.length === 0) missed.push(`${pageno} of ${name}`);
        });
      } catch (error) {
        // A page that opening itself reads: that is noticed too.
        expect(error).toMatchObject({ code: expect.stringMatching(/^(SPACE_DAMAGED|SQLITE_CORRUPT)$/) });
      }
    }
    expect(missed).toEqual([]);
  }, 120_000);

  it('says how many rows a damaged page takes with it, and goes on behind it', () => {
    fill(4);
    space.connection.pragma('wal_checkpoint(TRUNCATE)');
    const leaves = space.connection
      .read<{ pageno: number }>(`SELECT pageno FROM dbstat WHERE name = 'memory' AND pagetype = 'leaf'`)
      .all();
    const page = leaves[Math.floor(leaves.length / 2)]?.pageno ?? 0;
    space.close();
    const bytes = readFileSync(folder.file('space.db'));
    space = open(false);
    withFlippedBit(bytes, (page - 1) * PAGE + 2_000, () => {
      const reports = round(2);
      const damage = noticesOf(reports).filter(({ part }) => part === 'table/memory');
      expect(damage).toMatchObject([
        { code: 'page-damaged', severity: 'damage', params: { table: 'memory' } },
      ]);
      const count = Number(damage[0]?.params.count);
      expect(count).toBeGreaterThan(0);
      expect(count).toBeLessThan(20);
      expect(reports.reports.at(-1)?.part).toBeNull();
    });
  });

  it('reads the pages that only say where others belong, when it goes deep', () => {
    fill(3);
    space.connection.pragma('wal_checkpoint(TRUNCATE)');
    expect(space.connection.pragma('auto_vacuum')).toBe(2);
    space.close();
    const bytes = readFileSync(folder.file('space.db'));
    space = open(false);
    // The second page of a file that can shrink is its first pointer map.
    withFlippedBit(bytes, PAGE + 100, () => {
      expect(noticesOf(round(500, true)).length).toBeGreaterThan(0);
    });
  });

  it('counts rows that refer to rows that are not there', () => {
    fill(1);
    space.connection.pragma('foreign_keys = OFF');
    const referring = space.connection
      .read<{ name: string; column: string }>(
        `SELECT t.name, f."from" AS "column" FROM pragma_table_list AS t, pragma_foreign_key_list(t.name) AS f
         WHERE t.schema = 'main' AND f."table" = 'memory' AND t.name = 'embedding'`,
      )
      .get();
    expect(referring).toMatchObject({ name: 'embedding', column: 'memory' });
    const columns = space.connection
      .read<{ name: string; type: string }>(
        `SELECT name, type FROM pragma_table_info('vector_value') WHERE pk = 0`,
      )
      .all();
    const values = columns.map(({ name, type }) =>
      name === 'memory' ? '999999' : type === 'BLOB' ? "x'00'" : '1',
    );
    space.connection.script(
      `INSERT INTO vector_value (${columns.map(({ name }) => name).join(', ')}) VALUES (${values.join(', ')})`,
    );
    expect(noticesOf(round())).toContainEqual(
      expect.objectContaining({ code: 'reference-broken', params: { table: 'vector_value', count: 1 } }),
    );
  });

  it('goes on where it was, after anything between, and finds the same', () => {
    fill(2);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }), (budgets) => {
        let place: Pick<SliceReport, 'part' | 'state'> = { part: null, state: FRESH_SLICE };
        const seen: string[] = [];
        for (let n = 0; n < 2_000; n += 1) {
          // What is noted is plain JSON, and comes back from it.
          const { part, state } = JSON.parse(JSON.stringify(place)) as typeof place;
          const budgetMs = budgets[n % budgets.length] ?? 1;
          const report = space.readers
            .get('upkeep')
            ?.answer('slice', { part, state, budgetMs, deep: false }) as SliceReport;
          seen.push(...report.finished.map((each) => each.part));
          place = report;
          if (place.part === null) break;
        }
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen.length).toBe(round(500).reports[0]?.total);
      }),
      { numRuns: 8 },
    );
  });
});

describe('counts of memories', () => {
  it('are what counting gives, through any run of changes', () => {
    const bands = ['GREEN', 'AMBER', 'RED', 'BLACK'] as const;
    const held: { id: string; version: number }[] = [];
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            what: fc.constantFrom('add', 'edit', 'remove'),
            which: fc.nat(),
            band: fc.constantFrom(...bands),
            kind: fc.constantFrom('note', 'letter'),
            at: fc.integer({ min: Date.UTC(1890, 0, 1), max: Date.UTC(2040, 0, 1) }),
          }),
          { maxLength: 12 },
        ),
        (changes) => {
          for (const { what, which, band, kind, at } of changes) {
            const entry = held[which % Math.max(1, held.length)];
            const input = memory({ band, kind, atMs: at, offsetMinutes: 60 });
            const unit = space.collect(contextFor(spaceId), (uow) => {
              if (what === 'add' || entry === undefined) uow.episodic.append(input);
              else if (what === 'edit')
                uow.episodic.revise({ ...input, id: entry.id, expectedVersion: entry.version });
              else uow.episodic.remove({ id: entry.id, expectedVersion: null });
            });
            expect(space.commits.run([unit])).toMatchObject([{ ok: true }]);
            if (what === 'add' || entry === undefined) held.push({ id: input.id, version: 1 });
            else if (what === 'edit') entry.version += 1;
            else held.splice(held.indexOf(entry), 1);
          }
          const counted = space.connection
            .read(
              `SELECT CAST(strftime('%Y', local_ms / 1000.0, 'unixepoch') AS INTEGER) * 12
                 + CAST(strftime('%m', local_ms / 1000.0, 'unixepoch') AS INTEGER) - 1 AS month,
                 band, kind, author, count(*) AS memories
               FROM memory GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`,
            )
            .all();
          const kept = space.connection
            .read('SELECT month, band, kind, author, memories FROM memory_rollup ORDER BY 1, 2, 3, 4')
            .all();
          expect(kept).toEqual(counted);
        },
      ),
      { numRuns: 25 },
    );
    const months = space.connection
      .read('SELECT month, sum(memories) AS n FROM memory_rollup GROUP BY month')
      .all();
    expect(months).toEqual(
      space.connection.read('SELECT month, sum(memories) AS n FROM memory_month GROUP BY month').all(),
    );
  });
});

describe('notes of the engine', () => {
  const notice = {
    code: 'store-inconsistent',
    severity: 'warning',
    check: 'twice',
    params: { store: 'fts', count: 2 },
  } as const;
  const advance = (part: string | null, atMs: number, notices: readonly (typeof notice)[]) => ({
    store: 'upkeep',
    op: 'advance',
    input: { atMs, part, state: FRESH_SLICE, finished: [{ part: 'store/fts', bytes: 7, notices }] },
  });
  const state = () => space.readers.get('upkeep')?.answer('state', {});

  it('leave no receipt, keep when a finding was first seen, and drop it when it is gone', () => {
    space.commits.upkeep([advance('table/memory', 1_000, [notice])]);
    space.commits.upkeep([advance('table/memory', 2_000, [notice])]);
    expect(state()).toMatchObject({
      round: { startedMs: 1_000, part: 'table/memory', rounds: 0, wholeMs: null },
      notices: [{ ...notice, part: 'store/fts', firstMs: 1_000 }],
    });
    space.commits.upkeep([advance(null, 3_000, [])]);
    expect(state()).toMatchObject({ round: { part: null, rounds: 1, wholeMs: 3_000 }, notices: [] });
    space.commits.upkeep([advance('schema', 4_000, [])]);
    expect(state()).toMatchObject({ round: { startedMs: 4_000, rounds: 1, wholeMs: 3_000 } });
    expect(space.connection.read('SELECT count(*) AS n FROM receipt').get()).toEqual({ n: 0 });
  });

  it('are not for units of work, and records are not for notes', () => {
    const context = contextFor(spaceId);
    expect(space.commits.run([{ context, commands: [advance(null, 1, [])] }])).toMatchObject([
      { ok: false, error: { code: 'INVALID_INPUT' } },
    ]);
    expect(() =>
      space.commits.upkeep([
        advance(null, 1, []),
        { store: 'privacy', op: 'bury', input: { recordId: uuid(), actorId: uuid(), reason: null } },
      ]),
    ).toThrow(/no privacy/);
    expect(state()).toMatchObject({ round: null });
  });
});
