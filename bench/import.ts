/**
 * How long an import takes: 10,000 memories of about 500 bytes, JSON Lines, through the real command line, durably and
 * with receipts.
 *
 * Beside it stand the floor of this machine at this moment (a write and fsync of 4 KB) and the second run over the
 * same file, which adds nothing. Not a test: it prints, and judges nothing.
 *
 *     npm run bench -- import [--quick] [--json]
 */
import { spawnSync } from 'node:child_process';
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const ENTRY = resolve(import.meta.dirname, '..', 'src', 'main', 'cli.ts');
const WORDS =
  'river summer garden morning letter kitchen winter bicycle grandmother window harbour plum bridge lantern teacher market station mountain evening story music bread coffee rain cloud birthday holiday orchard ferry mitten'.split(
    ' ',
  );

const importResultSchema = z.object({ imported: z.int(), unchanged: z.int(), seconds: z.number() });

export async function importBench({ memories }: { readonly memories: number }): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'memoryos-bench-'));
  try {
    const source = join(folder, 'memories.jsonl');
    writeFileSync(source, lines(memories));
    const run = runner(join(folder, 'vault'));
    run('init', '--name', 'Bench', '--person', 'Bench');
    run('space', 'create', 'personal:bench');
    const started = performance.now();
    const first = importResultSchema.parse(run('import', source, '--space', 'personal:bench'));
    const wallSeconds = (performance.now() - started) / 1000;
    if (first.imported !== memories) throw new Error(`${first.imported} of ${memories} came in.`);
    const again = importResultSchema.parse(run('import', source, '--space', 'personal:bench'));
    if (again.unchanged !== memories) throw new Error('The second run should add nothing.');
    return {
      case: 'import',
      memories,
      // Of the import itself, as the command reports it.
      seconds: rounded(first.seconds),
      // Of the whole command: start, unlock, import, lock.
      wallSeconds: rounded(wallSeconds),
      memoriesPerSecond: Math.round(memories / first.seconds),
      againSeconds: rounded(again.seconds),
      fsyncMilliseconds: rounded(medianFsync(folder)),
      startMilliseconds: Math.round(medianStart()),
      ...(memories === 10_000 ? { goals: { seconds: 10 } } : {}),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const rounded = (value: number): number => Number(value.toFixed(3));

function runner(vault: string): (...args: string[]) => unknown {
  const env = { ...process.env, MEMORYOS_VAULT: vault, MEMORYOS_PASSPHRASE: 'a passphrase for benches' };
  return (...args) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [ENTRY, ...args, '--json'], {
      env,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${args.join(' ')} answered ${status}: ${stdout}${stderr}`);
    return JSON.parse(stdout);
  };
}

/** The same lines every time. */
function lines(count: number): string {
  let state = 1;
  const word = (): string => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return WORDS[state % WORDS.length] ?? 'river';
  };
  const made: string[] = [];
  for (let index = 0; index < count; index += 1) {
    let text = '';
    while (text.length < 500) text += `${word()} `;
    const day = new Date(Date.UTC(2010, 0, 1 + (index % 5000), 12)).toISOString();
    made.push(
      JSON.stringify({ id: `b${index}`, at: day, title: `${word()} ${index}`, text, tags: [word(), word()] }),
    );
  }
  return made.join('\n');
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function medianFsync(folder: string): number {
  const file = openSync(join(folder, 'fsync'), 'w');
  const block = Buffer.alloc(4096, 1);
  try {
    return median(
      Array.from({ length: 51 }, (_, index) => {
        const started = performance.now();
        writeSync(file, block, 0, block.byteLength, index * block.byteLength);
        fsyncSync(file);
        return performance.now() - started;
      }),
    );
  } finally {
    closeSync(file);
  }
}

function medianStart(): number {
  return median(
    Array.from({ length: 5 }, () => {
      const started = performance.now();
      spawnSync(process.execPath, [ENTRY, '--help']);
      return performance.now() - started;
    }),
  );
}
