/** The real adapter, thread and library against a real gnome-keyring, and against a machine without a Secret Service. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemPlace } from './keychain.ts';

const PROBE = fileURLToPath(new URL('./testing/keychain-probe.ts', import.meta.url));
const run = promisify(execFile);
let home = '';

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'keychain-'));
});
afterAll(async () => {
  await rm(home, { recursive: true, force: true });
});

/** No bus, no desktop, a home of its own: nothing of the machine's keychain is touched. */
function bareEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: home, XDG_RUNTIME_DIR: home, XDG_CURRENT_DESKTOP: 'GNOME' };
}

async function inSession(script: string): Promise<unknown> {
  const { stdout } = await run(
    'dbus-run-session',
    ['--', 'bash', '-c', script, 'bash', process.execPath, PROBE],
    {
      env: bareEnvironment(),
      timeout: 60_000,
    },
  );
  return JSON.parse(stdout.slice(stdout.indexOf('{')));
}

describe.runIf(process.platform === 'linux')('the system keychain', () => {
  it('keeps a secret in a real Secret Service, gives it back and forgets it', async () => {
    const seen = await inSession(
      'echo -n login | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec "$1" "$2"',
    );
    expect(seen).toEqual({
      place: { backend: 'secret-service', desktop: 'GNOME' },
      probe: { kind: 'done' },
      before: 'missing',
      write: { kind: 'done' },
      after: 'found',
      same: true,
      remove: { kind: 'done' },
      gone: 'missing',
      removeAgain: { kind: 'done' },
    });
  });

  it('says plainly that there is no Secret Service, and keeps nothing elsewhere', async () => {
    const { stdout } = await run(process.execPath, [PROBE], { env: bareEnvironment(), timeout: 60_000 });
    const seen: unknown = JSON.parse(stdout);
    const unavailable = { kind: 'unavailable', reason: expect.stringMatching(/./) };
    expect(seen).toEqual({
      place: { backend: 'secret-service', desktop: 'GNOME' },
      probe: unavailable,
      before: 'unavailable',
      write: unavailable,
      after: 'unavailable',
      same: false,
      remove: unavailable,
      gone: 'unavailable',
      removeAgain: unavailable,
    });
    // The kernel's keyring is where the library would have put it: what it holds is listed in this file.
    const { stdout: keys } = await run('cat', ['/proc/keys']).catch(() => ({ stdout: '' }));
    expect(keys).not.toContain('MemoryOS');
  });

  it('says so where a service answers but has no keyring to write to', async () => {
    const fresh = await mkdtemp(join(tmpdir(), 'keychain-none-'));
    try {
      const { stdout } = await run(
        'dbus-run-session',
        [
          '--',
          'bash',
          '-c',
          'gnome-keyring-daemon --start --components=secrets >/dev/null; exec "$1" "$2"',
          'bash',
          process.execPath,
          PROBE,
        ],
        { env: { ...bareEnvironment(), HOME: fresh, XDG_RUNTIME_DIR: fresh }, timeout: 60_000 },
      );
      const seen: unknown = JSON.parse(stdout.slice(stdout.indexOf('{')));
      expect(seen).toMatchObject({
        probe: { kind: 'done' },
        before: 'missing',
        write: { kind: 'unavailable' },
      });
    } finally {
      await rm(fresh, { recursive: true, force: true });
    }
  });
});

describe('systemPlace', () => {
  it.each([
    ['linux', { XDG_CURRENT_DESKTOP: 'KDE' }, { backend: 'secret-service', desktop: 'KDE' }],
    ['linux', {}, { backend: 'secret-service', desktop: null }],
    ['linux', { XDG_CURRENT_DESKTOP: '' }, { backend: 'secret-service', desktop: null }],
    ['darwin', { XDG_CURRENT_DESKTOP: 'x' }, { backend: 'macos-keychain', desktop: null }],
    ['win32', {}, { backend: 'windows-credentials', desktop: null }],
  ] as const)('is, on %s with %o, %o', (platform, environment, place) => {
    expect(systemPlace(platform, environment)).toEqual(place);
  });
});
