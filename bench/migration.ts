/**
 * Going down and up through every migration of a full space, beside the same SQL run raw on a copy of the same file:
 * what plans, checksums, history, receipts and kept deletions cost on top of moving the rows.
 */
import { copyFileSync } from 'node:fs';
import { v7 as uuid } from 'uuid';
import { receiptSteps } from '../src/main/storage/engine/migration-receipts.ts';
import { keyBytes, ThreadKeys } from '../src/main/storage/engine/thread-keys.ts';
import { type Migration, readMigrations } from '../src/main/storage/migration-manifest.ts';
import { migrateDown, migrateUp } from '../src/main/storage/migration-system.ts';
import { openWritable, type WritableConnection } from '../src/main/storage/sqlite.ts';
import { contextFor, RUNTIME, temporaryFolder, testKeys } from '../src/main/storage/testing/databases.ts';
import { openInProcess } from '../src/main/storage/testing/in-process.ts';
import { memoryMaker } from './memories.ts';
import { fsyncProbe, ratio, Samples, timed } from './sampling.ts';

const GROUP = 100;
const GOALS = { 'down / raw SQL': 1.3, 'up / raw SQL': 1.3, 'down and up / raw SQL': 1.3 };

export async function migrationBench(options: { quick: boolean; memories: number }): Promise<object> {
  const folder = temporaryFolder();
  const spaceId = uuid();
  const keys = testKeys();
  const files = { ours: folder.file('ours.db'), raw: folder.file('raw.db') };
  fill(files.ours, spaceId, keys, options.memories);
  copyFileSync(files.ours, files.raw);
  const ours = openWritable({ file: files.ours, key: keys.pageKey });
  const raw = openWritable({ file: files.raw, key: keys.pageKey });
  const disk = fsyncProbe(folder.file('fsync'));
  const migrations = readMigrations(RUNTIME.migrations, 'space');
  // The first holds the receipts and the file's identity: nobody goes below it.
  const lowest = migrations[0]?.number ?? 0;
  const steps = migrations.filter(({ number }) => number > lowest);
  const scripts = rawScripts(raw, steps);
  const place = { kind: 'space', file: files.ours } as const;
  const threadKeys = new ThreadKeys(spaceId, keyBytes(keys));
  const taken = receiptSteps(ours, threadKeys, { kind: 'space', id: spaceId, actorId: uuid() });
  const samples = {
    fsync: new Samples(),
    oursDown: new Samples(),
    rawDown: new Samples(),
    oursUp: new Samples(),
    rawUp: new Samples(),
  };
  const whole = { ours: new Samples(), raw: new Samples() };
  try {
    const turns = [
      async (counts: boolean) => {
        const start = performance.now();
        await timed(counts ? samples.oursDown : new Samples(), () =>
          // As the app does it: what was released is read and checked each time.
          migrateDown(ours, readMigrations(RUNTIME.migrations, 'space'), place, { to: lowest, taken }),
        );
        await timed(counts ? samples.oursUp : new Samples(), () =>
          migrateUp(ours, readMigrations(RUNTIME.migrations, 'space'), place, { taken }),
        );
        if (counts) whole.ours.add(performance.now() - start);
      },
      async (counts: boolean) => {
        const start = performance.now();
        await timed(counts ? samples.rawDown : new Samples(), () => run(raw, scripts.down));
        await timed(counts ? samples.rawUp : new Samples(), () => run(raw, scripts.up));
        if (counts) whole.raw.add(performance.now() - start);
      },
    ];
    const rounds = options.quick ? 7 : 15;
    for (let round = -1; round < rounds; round += 1) {
      await timed(samples.fsync, () => disk.sync());
      for (const turn of round % 2 === 0 ? turns : turns.toReversed()) {
        await turn(round >= 0);
        for (const connection of [ours, raw]) connection.pragma('wal_checkpoint(TRUNCATE)');
      }
    }
    const p50 = (of: Samples): number => of.summary().p50;
    return {
      case: 'migration',
      memories: options.memories,
      steps: steps.length,
      microseconds: Object.fromEntries(Object.entries(samples).map(([name, each]) => [name, each.summary()])),
      ratios: {
        'down / raw SQL': ratio(p50(samples.oursDown), p50(samples.rawDown)),
        'up / raw SQL': ratio(p50(samples.oursUp), p50(samples.rawUp)),
        'down and up / raw SQL': ratio(p50(whole.ours), p50(whole.raw)),
      },
      goals: GOALS,
    };
  } finally {
    threadKeys.wipe();
    for (const connection of [ours, raw]) connection.close();
    disk.close();
    folder.remove();
  }
}

function fill(file: string, spaceId: string, keys: ReturnType<typeof testKeys>, memories: number): void {
  const space = openInProcess({ file, spaceId, keys });
  const make = memoryMaker(1);
  for (let held = 0; held < memories; held += GROUP) {
    const units = Array.from({ length: Math.min(GROUP, memories - held) }, () => {
      const input = make();
      return space.collect(contextFor(spaceId, { subjectId: input.id }), (uow) => {
        uow.episodic.append(input);
        uow.fts.index({ id: input.id });
      });
    });
    space.commits.run(units);
  }
  space.connection.pragma('wal_checkpoint(TRUNCATE)');
  space.close();
}

/** The same SQL without the system around it: one transaction a step, rows brought back by their plain column lists. */
function rawScripts(connection: WritableConnection, steps: readonly Migration[]) {
  const columns = new Map(
    steps.flatMap(({ keeps }) =>
      keeps.map((table) => {
        const names = connection.read<{ name: string }>('SELECT name FROM pragma_table_info(?)').all(table);
        return [table, names.map(({ name }) => `"${name}"`).join(', ')] as const;
      }),
    ),
  );
  const back = (table: string): string =>
    `INSERT INTO "${table}" (${columns.get(table)}) SELECT ${columns.get(table)} FROM "_kept_${table}";
     DROP TABLE "_kept_${table}";`;
  return {
    down: steps.toReversed().map(({ down }) => down),
    up: steps.map(({ up, keeps }) => [up, ...keeps.map(back)].join('\n')),
  };
}

function run(connection: WritableConnection, scripts: readonly string[]): void {
  for (const script of scripts) {
    connection.script('BEGIN IMMEDIATE');
    connection.script(script);
    connection.script('COMMIT');
  }
}
