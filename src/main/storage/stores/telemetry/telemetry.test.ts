import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Folder, openTestVault, temporaryFolder } from '../../testing/databases.ts';
import { acceptNotes } from '../../testing/notes-acceptance.ts';
import { type TelemetryFigure, telemetryContract } from './contract.ts';

const DAY_S = 86_400;
let folder: Folder;
let vault: Awaited<ReturnType<typeof openTestVault>>;
const space = uuid();

beforeEach(async () => {
  folder = temporaryFolder();
  vault = await openTestVault(folder);
});
afterEach(async () => {
  await vault.database.close();
  folder.remove();
});

const figure = (given: Partial<TelemetryFigure> = {}): TelemetryFigure => ({
  spaceId: space,
  figure: 'operation',
  label: 'unit',
  count: 1,
  sum: 2,
  counts: [[10, 1]],
  ...given,
});
const record = (atS: number, figures: TelemetryFigure[]) =>
  vault.database.upkeep((notes) => notes.telemetry.record({ atS, figures }));
const series = (resolution: 60 | 3600 | 86_400, spaceId?: string | null) =>
  vault.database.query('telemetry.series', {
    resolution,
    fromS: 0,
    toS: 99_999_999_999,
    figure: 'operation',
    ...(spaceId === undefined ? {} : { spaceId }),
  });

it('adds up: hours are the sum of their minutes, days of their hours', async () => {
  const start = 20_000 * DAY_S;
  const minutes = fc.array(fc.tuple(fc.integer({ min: 0, max: 1_439 }), fc.integer({ min: 1, max: 50 })), {
    maxLength: 20,
  });
  let total = 0;
  await fc.assert(
    fc.asyncProperty(minutes, async (given) => {
      for (const [minute, count] of given) {
        await record(start + minute * 60, [figure({ count, sum: count, counts: [[count, count]] })]);
        total += count;
      }
      for (const resolution of [60, 3_600, 86_400] as const) {
        const lines = await series(resolution);
        expect(lines.reduce((sum, { count }) => sum + count, 0)).toBe(total);
        expect(lines.flatMap(({ counts }) => counts).reduce((sum, [, n]) => sum + n, 0)).toBe(total);
        expect(lines.every(({ startS }) => startS % resolution === 0)).toBe(true);
      }
    }),
    { numRuns: 5 },
  );
});

it('tells spaces and the registry apart, and sums counters over them', async () => {
  await record(1_000, [
    figure(),
    figure({ spaceId: null }),
    figure({ figure: 'errors', label: 'BUSY', count: 3, sum: 0, counts: [] }),
  ]);
  expect(await series(60, space)).toMatchObject([{ spaceId: space, count: 1 }]);
  expect(await series(60, null)).toMatchObject([{ spaceId: null, count: 1 }]);
  expect(await series(60)).toHaveLength(2);
  expect(await vault.database.query('telemetry.totals', { fromS: 0 })).toEqual([
    { figure: 'errors', label: 'BUSY', count: 3 },
  ]);
});

it('forgets minutes after two days and the rest after 31', async () => {
  const start = 20_000 * DAY_S;
  await record(start, [figure()]);
  await record(start + 3 * DAY_S, [figure()]);
  expect(await series(60)).toHaveLength(1);
  expect(await series(3_600)).toHaveLength(2);
  await record(start + 40 * DAY_S, [figure()]);
  expect(await series(60)).toHaveLength(1);
  expect(await series(3_600)).toHaveLength(1);
  expect(await series(86_400)).toHaveLength(1);
});

it('takes no sentence for a name, and leaves no receipt', async () => {
  await expect(record(1, [figure({ label: 'Grandmother planted beans' })])).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    details: { store: 'telemetry', op: 'record' },
  });
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, -1]) {
    await expect(record(1, [figure({ sum: bad })])).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  }
  await record(1, [figure()]);
  expect(await vault.database.head()).toMatchObject({ seq: 0 });
});

acceptNotes({
  contract: telemetryContract,
  kind: 'vault',
  notes: [
    {
      op: 'record',
      input: { atS: 100_000, figures: [figure(), figure({ figure: 'errors', label: 'BUSY', counts: [] })] },
    },
  ],
  queries: [
    { op: 'series', input: { resolution: 60, fromS: 0, toS: 200_000, figure: 'operation', spaceId: space } },
    { op: 'totals', input: { fromS: 0 } },
  ],
});
