/**
 * `npm run bench -- CASE [--quick] [--json] [--memories N]`; README.md beside this says what is compared with what.
 */
import { parseArgs } from 'node:util';
import { cacheBench } from './cache.ts';
import { healthBench } from './health.ts';
import { importBench } from './import.ts';
import { intakeBench } from './intake.ts';
import { migrationBench } from './migration.ts';
import { peersBench } from './peers.ts';
import { poolBench } from './pool.ts';
import { queriesBench } from './queries.ts';
import { timelineBench } from './timeline.ts';
import { unitOfWorkBench } from './unit-of-work.ts';

type Bench = (options: { quick: boolean; memories: number }) => Promise<object>;

const CASES: Readonly<Record<string, { run: Bench; quick: number; full: number }>> = {
  uow: { run: unitOfWorkBench, quick: 0, full: 0 },
  timeline: { run: timelineBench, quick: 10_000, full: 100_000 },
  intake: { run: intakeBench, quick: 3_000, full: 10_000 },
  queries: { run: queriesBench, quick: 10_000, full: 100_000 },
  peers: { run: peersBench, quick: 5_000, full: 100_000 },
  pool: { run: poolBench, quick: 0, full: 0 },
  health: { run: healthBench, quick: 10_000, full: 100_000 },
  cache: { run: cacheBench, quick: 2_000, full: 20_000 },
  migration: { run: migrationBench, quick: 10_000, full: 20_000 },
  import: { run: importBench, quick: 1_000, full: 10_000 },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    memories: { type: 'string' },
  },
});
const [name = ''] = positionals;
const bench = Object.hasOwn(CASES, name) ? CASES[name] : undefined;
const memories = values.memories === undefined ? undefined : Number(values.memories);
if (bench === undefined || (memories !== undefined && !Number.isInteger(memories))) {
  console.error(`Usage: npm run bench -- ${Object.keys(CASES).join('|')} [--quick] [--json] [--memories N]`);
  process.exitCode = 2;
} else {
  const result = await bench.run({
    quick: values.quick,
    memories: memories ?? (values.quick ? bench.quick : bench.full),
  });
  if (values.json) console.log(JSON.stringify(result));
  else print(result);
}

/** Numbers in columns, goals beside the ratios they belong to. */
function print(result: object): void {
  const goals = new Map(Object.entries('goals' in result ? (result.goals as object) : {}));
  for (const [section, content] of Object.entries(result)) {
    if (section === 'goals') continue;
    if (typeof content !== 'object' || content === null) {
      console.log(`${section.padEnd(52)} ${content}${goalText(goals.get(section))}`);
      continue;
    }
    console.log(`\n${section}`);
    for (const [label, value] of Object.entries(content)) {
      const text = typeof value === 'object' ? JSON.stringify(value).replace(/["{}]/gu, '') : String(value);
      console.log(`  ${label.padEnd(50)} ${text}${goalText(goals.get(label))}`);
    }
  }
}

function goalText(goal: unknown): string {
  return goal === undefined ? '' : `   (goal ${goal})`;
}
