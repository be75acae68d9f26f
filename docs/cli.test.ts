/** Every example of docs/cli.md is run, in order, in one vault; an example ends with 0 unless it says otherwise. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';

vi.setConfig({ testTimeout: 300_000 });
const folder = mkdtempSync(join(tmpdir(), 'memoryos-examples-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const environment = {
  ...process.env,
  MEMORYOS_VAULT: join(folder, 'vault'),
  MEMORYOS_PASSPHRASE: 'a passphrase for examples',
};
const entry = join(import.meta.dirname, '..', 'src', 'main', 'cli.ts');

/** The id of the memory with this external id, once looked up: deleted ones are still asked for. */
const ids = new Map<string, string>();
function idOf(externalId: string): string {
  const known = ids.get(externalId);
  if (known !== undefined) return known;
  const args = [entry, 'list', '--space', 'personal:me', '--json'];
  const { memories } = JSON.parse(
    execFileSync(process.execPath, args, { env: environment, encoding: 'utf8' }),
  );
  const found = memories.find((memory: { externalId: string }) => memory.externalId === externalId).id;
  ids.set(externalId, found);
  return found;
}

it('the examples of docs/cli.md do what they say', () => {
  mkdirSync(join(folder, 'examples/notes'), { recursive: true });
  writeFileSync(
    join(folder, 'examples/notes/lake.md'),
    '---\ndate: 2020-08-01\n---\n# Lake\nCold and clear.',
  );
  writeFileSync(
    join(folder, 'examples/diary.jsonl'),
    '{"id":"d1","at":"2020-08-02","text":"Rain."}\nnot json\n',
  );
  const text = readFileSync(join(import.meta.dirname, 'cli.md'), 'utf8');
  const examples = [...text.matchAll(/```console\n([\s\S]*?)```/g)].flatMap(([, block]) =>
    (block ?? '').split('\n').filter((line) => line.startsWith('$ ')),
  );
  expect(examples.length).toBeGreaterThan(20);
  for (const example of examples) {
    const expected = Number(/# exit (\d+)/.exec(example)?.[1] ?? 0);
    const script = example
      .slice(2)
      .replace(/# exit.*/, '')
      .replace(/\$\(id ([\w-]+)\)/g, (_all, externalId: string) => idOf(externalId))
      .replace(/\bvault (?=[a-z-])/, `"${process.execPath}" "${entry}" `);
    const { status, stdout, stderr } = spawnSync('sh', ['-c', script], {
      cwd: folder,
      env: environment,
      encoding: 'utf8',
    });
    expect({ example, status, stderr: expected === 0 ? stderr : '' }).toEqual({
      example,
      status: expected,
      stderr: '',
    });
    if (script.includes('--json')) expect(() => JSON.parse(stdout), example).not.toThrow();
    // What writes into a file says nothing of it.
    else if (!/ > \S+\s*$/.test(script)) {
      expect(expected === 4 || stdout !== '', `${example} says something`).toBe(true);
    }
  }
});
