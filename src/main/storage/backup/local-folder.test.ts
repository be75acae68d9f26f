import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { expect, it, vi } from 'vitest';
import { type AdapterPlace, acceptAdapter } from '../testing/adapter-acceptance.ts';
import { temporaryFolder } from '../testing/databases.ts';
import { canMount, smallDisk } from '../testing/small-disk.ts';
import { LocalFolder } from './local-folder.ts';

vi.setConfig({ testTimeout: 120_000 });

const MEGABYTE = 1024 * 1024;

function placeIn(path: string, remove: () => void): AdapterPlace {
  return {
    adapter: new LocalFolder(path),
    another: () => new LocalFolder(path),
    remove: async () => remove(),
  };
}

acceptAdapter('a local folder', {
  open: async () => {
    const folder = temporaryFolder();
    return placeIn(join(folder.path, 'made at the first put'), folder.remove);
  },
  openFull: canMount
    ? async () => {
        const disk = smallDisk(8 * MEGABYTE);
        return placeIn(disk.path, disk.remove);
      }
    : undefined,
  openReadOnly: canMount
    ? async () => {
        const disk = smallDisk(MEGABYTE);
        writeFileSync(join(disk.path, 'kept'), 'something');
        disk.makeReadOnly();
        return placeIn(disk.path, disk.remove);
      }
    : undefined,
});

it('shows nothing of a put whose process was killed, and clears it away after a day', async () => {
  const folder = temporaryFolder();
  try {
    const script = `
      import { LocalFolder } from ${JSON.stringify(new URL('./local-folder.ts', import.meta.url).href)};
      await new LocalFolder(process.argv[1]).put('a/piece', (async function* () {
        for (let n = 0; ; n += 1) {
          yield Buffer.alloc(65536, n);
          if (n === 20) process.kill(process.pid, 'SIGKILL');
        }
      })());`;
    const killed = promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, folder.path]);
    await expect(killed).rejects.toMatchObject({ signal: 'SIGKILL' });
    const adapter = new LocalFolder(folder.path);
    expect(await adapter.list()).toEqual([]);
    const [left = ''] = readdirSync(folder.file('.incoming'));
    utimesSync(folder.file(`.incoming/${left}`), 0, 0);
    await adapter.put('b', Readable.from([Buffer.from('b')]));
    expect(readdirSync(folder.path)).toEqual(['b']);
  } finally {
    folder.remove();
  }
});

it('follows no link out of the folder', async () => {
  const folder = temporaryFolder();
  try {
    writeFileSync(folder.file('outside'), 'not yours');
    mkdirSync(folder.file('place'));
    symlinkSync(folder.file('outside'), folder.file('place/link'));
    const adapter = new LocalFolder(folder.file('place'));
    expect(await adapter.list()).toEqual([]);
    expect(await adapter.stat('link')).toBeNull();
    const reading = async () => {
      for await (const _ of adapter.get('link')) throw new Error('it was read');
    };
    await expect(reading()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  } finally {
    rmSync(folder.path, { recursive: true, force: true });
  }
});
