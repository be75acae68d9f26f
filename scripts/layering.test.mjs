/**
 * The layering check checks: it reads the whole tree, and one bad import in each direction makes it red.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runToEnd } from './set-up/processes.mjs';
import { installedCommand, projectRoot } from './set-up/project.mjs';

let folder = '';

/**
 * Runs the check over a small tree of its own, under the project's real rules.
 * @param {Record<string, string>} files
 * @returns {Promise<number>} the exit code
 */
async function layering(files) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const output = join(folder, 'report.txt');
  return runToEnd(
    installedCommand('depcruise'),
    ['--config', '.dependency-cruiser.cjs', '--output-to', output, 'src'],
    { cwd: folder },
  );
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'memoryos-layering-'));
  for (const name of ['.dependency-cruiser.cjs', 'tsconfig.base.json', 'package.json']) {
    cpSync(join(projectRoot, name), join(folder, name));
  }
  symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'), 'dir');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A tree that keeps every rule; each case below breaks one. */
const sound = {
  'src/shared/names.ts': "export const name = 'vault';\n",
  'src/main/storage/engine.ts':
    "import { name } from '../../shared/names.ts';\nexport const engine = name;\n",
  'src/main/vault/session.ts':
    "import { engine } from '../storage/engine.ts';\nexport const session = engine;\n",
  'src/renderer/page.tsx': "import { name } from '../shared/names.ts';\nexport const page = name;\n",
};

const broken = {
  'an arrow up': { 'src/main/storage/up.ts': "export { session } from '../vault/session.ts';\n" },
  'the page reaching into main': {
    'src/renderer/reach.tsx': "export { engine } from '../main/storage/engine.ts';\n",
  },
  'Electron in the engine': { 'src/main/storage/shell.ts': "export { app } from 'electron';\n" },
  'SQL outside the engine': {
    'src/main/vault/sql.ts': "export { default } from 'better-sqlite3-multiple-ciphers';\n",
  },
  'input and output in what both sides share': {
    'src/shared/disk.ts': "export { readFileSync } from 'node:fs';\n",
  },
  'a cycle': {
    'src/main/vault/one.ts': "import { two } from './two.ts';\nexport const one = () => two;\n",
    'src/main/vault/two.ts': "import { one } from './one.ts';\nexport const two = () => one;\n",
  },
};

describe('the layering check', () => {
  it('passes a sound tree', async () => {
    expect(await layering(sound)).toBe(0);
  });

  it.each(Object.entries(broken))('refuses %s', async (_, files) => {
    expect(await layering({ ...sound, ...files })).not.toBe(0);
  });
});
