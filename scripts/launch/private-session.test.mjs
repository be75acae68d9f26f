import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runInPrivateSession } from './private-session.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'session-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe.runIf(process.platform === 'linux')('a session of its own', () => {
  /**
   * @param {string} script writes what it sees to `$OUT`
   * @param {{ display?: boolean, keyring?: boolean }} [wishes]
   */
  async function inside(script, wishes = {}) {
    const out = join(folder, 'seen');
    const env = {
      ...process.env,
      OUT: out,
      DISPLAY: ':77',
      MEMORYOS_VAULT: '/home/someone/vault',
      XDG_DATA_HOME: '/elsewhere',
    };
    const code = await runInPrivateSession(['sh', '-c', script], { ...wishes, env });
    return { code, seen: existsSync(out) ? readFileSync(out, 'utf8').trim() : undefined };
  }

  test('has a fresh home and nothing of the person who runs it, and leaves nothing', async () => {
    const { code, seen } = await inside(
      'ls -A "$HOME" >> $OUT; echo "$HOME|$DISPLAY$MEMORYOS_VAULT$XDG_DATA_HOME" >> $OUT; exit 4',
    );
    expect(code).toBe(4);
    const [home = '', inherited] = String(seen).split('|');
    expect(inherited).toBe('');
    expect(home).not.toBe(process.env.HOME);
    expect(existsSync(home)).toBe(false);
  });

  test('has an open keyring by wish', async () => {
    const ask = 'dbus-send --session --print-reply=literal --dest=org.freedesktop.secrets';
    const locked =
      'org.freedesktop.DBus.Properties.Get string:org.freedesktop.Secret.Collection string:Locked';
    const { code, seen } = await inside(`${ask} /org/freedesktop/secrets/collection/login ${locked} > $OUT`, {
      keyring: true,
    });
    expect(code).toBe(0);
    expect(seen).toContain('boolean false');
  });

  test('has a screen by wish, which only it may look at', async () => {
    const { seen } = await inside('echo "$DISPLAY" > $OUT; test -s "$XAUTHORITY" && echo cookie >> $OUT', {
      display: true,
    });
    expect(seen).toMatch(/^:\d+\ncookie$/);
    expect(seen).not.toMatch(/^:77\n/);
  });
});
