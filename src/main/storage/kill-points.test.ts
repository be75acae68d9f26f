/** A process that is killed between any two steps of a unit of work leaves all of the group or nothing of it. */
import { spawnSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { contextFor, type Folder, memory, temporaryFolder, testKeys } from './testing/databases.ts';
import { type InProcessSpace, openInProcess } from './testing/in-process.ts';
import { keysAsText } from './testing/keys-by-environment.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 60_000 });

const CHILD = fileURLToPath(new URL('./testing/dying-process.ts', import.meta.url));
const spaceId = uuid();
const keys = testKeys();
const [revised, added] = [uuid(), uuid()];

let folder: Folder;
beforeAll(() => {
  folder = temporaryFolder();
  const space = openInProcess({ file: folder.file('before.db'), spaceId, keys });
  const unit = space.collect(contextFor(spaceId, { subjectId: revised }), (uow) => {
    uow.episodic.append(memory({ id: revised, text: 'a river in spring' }));
    uow.fts.index({ id: revised });
  });
  expect(space.commits.run([unit])).toMatchObject([{ ok: true }]);
  space.close();
});
afterAll(() => folder.remove());

/** Runs the group on a copy of the space and dies at the step. */
function dieAt(step: number): {
  readonly file: string;
  readonly lines: string[];
  readonly signal: string | null;
} {
  const file = folder.file(`killed-${step}.db`);
  copyFileSync(folder.file('before.db'), file);
  const child = spawnSync(process.execPath, [CHILD, file, String(step)], {
    encoding: 'utf8',
    env: { ...process.env, SPACE: spaceId, KEYS: keysAsText(keys), MEMORIES: `${revised} ${added}` },
  });
  if (child.error !== undefined) throw child.error;
  return { file, lines: child.stdout.trim().split('\n'), signal: child.signal };
}

/** What a person would find: the memories, the words, the attachment's links, the chain. */
function found(space: InProcessSpace): unknown {
  const answer = (name: string, query: string, input: object) =>
    space.readers.get(name)?.answer(query, input);
  const count = (table: string) =>
    space.connection.read<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n;
  const words = (query: string) => {
    const hits = answer('fts', 'search', { query, limit: 10, filter: {} });
    return Array.isArray(hits) ? hits.length : -1;
  };
  return {
    integrity: space.connection.pragma('integrity_check'),
    memories: answer('episodic', 'stats', {}),
    keys: count('memory_key'),
    links: count('attachment_link'),
    chunks: count('attachment_chunk'),
    words: ['spring', 'summer', 'winter', 'river'].map(words),
    receipts: answer('receipts', 'verify', { fromSeq: 1 }),
  };
}

const NOTHING = {
  integrity: 'ok',
  memories: { memories: 1 },
  keys: 1,
  links: 0,
  chunks: 0,
  words: [1, 0, 0, 1],
  receipts: { verified: 1, broken: [] },
};
const ALL = {
  integrity: 'ok',
  memories: { memories: 2 },
  keys: 2,
  links: 1,
  chunks: 1,
  words: [0, 1, 1, 2],
  receipts: { verified: 3, broken: [] },
};

it('leaves all or nothing, wherever it is killed, and takes the same units in afterwards', () => {
  const whole = dieAt(Number.MAX_SAFE_INTEGER);
  expect(whole).toMatchObject({ signal: null });
  expect(whole.lines.at(-1)).toBe('true true');
  const steps = whole.lines.slice(0, -1).map((line) => line.replace(/^\d+ /, ''));
  expect(steps[0]).toBe('before BEGIN IMMEDIATE');
  expect(steps.slice(-3)).toEqual(['before COMMIT', 'after COMMIT', 'before the answer']);
  expect(steps.length).toBeGreaterThan(30);
  const committed = steps.indexOf('after COMMIT');
  // Between two statements nothing happens: a kill after one and a kill before the next leave the same file.
  for (const [index, step] of steps.entries()) {
    if (step.startsWith('after') && step !== 'after COMMIT') continue;
    const { file, signal } = dieAt(index + 1);
    expect(signal, step).toBe('SIGKILL');
    const space = openInProcess({ file, spaceId, keys, create: false });
    expect(found(space), `${index + 1} ${step}`).toEqual(index >= committed ? ALL : NOTHING);
    const again = space.collect(contextFor(spaceId, { subjectId: added, idempotencyKey: 'once' }), (uow) => {
      uow.episodic.append(memory({ id: added, text: 'a river in winter' }));
    });
    expect(space.commits.run([again]), step).toMatchObject([
      { ok: true, outcome: { replayed: index >= committed } },
    ]);
    space.close();
  }
});
