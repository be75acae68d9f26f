import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { asOrdinaryUser, planUser, withUser } from './ordinary-user.mjs';

let scratch = '';
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'user-'));
});
afterEach(() => rmSync(scratch, { recursive: true }));

test('an ordinary user’s command is left as it is', () => {
  expect(asOrdinaryUser({ kind: 'as-is', sandbox: true }, ['app', '--flag'], scratch)).toEqual([
    'app',
    '--flag',
  ]);
});

test('the list of users gets the ordinary user only when it lacks one', () => {
  const list = 'root:x:0:0:root:/root:/bin/bash\n';
  const longer = withUser(list);
  expect(longer).toBe(`${list}memoryos:x:1000:1000:MemoryOS Vault:/nonexistent:/bin/sh\n`);
  expect(withUser(String(longer))).toBeUndefined();
});

describe.runIf(process.platform === 'linux')('inside the namespace', () => {
  /** @param {string} script */
  function inside(script) {
    const [program, ...args] = asOrdinaryUser(
      { kind: 'namespace', sandbox: true },
      ['sh', '-c', script, 'sh', 'a b'],
      scratch,
    );
    return spawnSync(program, args, { encoding: 'utf8' });
  }

  test.runIf(planUser('electron').sandbox)(
    'the program is user 1000, has a name, no powers, and its arguments',
    () => {
      const { stdout, status } = inside('id -u; id -un; grep CapEff /proc/self/status; echo "$1"; exit 7');
      expect(stdout).toMatch(/^1000\n\w+\nCapEff:\s0{16}\na b\n$/);
      expect(status).toBe(7);
    },
  );

  test.runIf(planUser('electron').sandbox)(
    'a file without read permission cannot be read, as for everybody',
    () => {
      const file = join(scratch, 'closed');
      writeFileSync(file, 'secret');
      chmodSync(file, 0o000);
      expect(inside(`cat '${file}'`)).toMatchObject({ stdout: '', status: 1 });
    },
  );
});
