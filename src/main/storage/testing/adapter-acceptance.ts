/**
 * What every storage adapter must pass, a plug-in's too: `acceptAdapter('my adapter', { open, … })` in a test file.
 *
 * The suite drives the real adapter in a real place that the caller makes. Full and read-only places cannot be made
 * everywhere: a caller who can make one gives it.
 */
import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VaultError } from '../../../shared/errors.ts';
import type { StorageAdapter } from '../backup/adapter.ts';

/** An empty place, and what it takes to look at it with other eyes. */
export interface AdapterPlace {
  readonly adapter: StorageAdapter;
  /** A second adapter over the same place, as another process would have. */
  another(): StorageAdapter;
  remove(): Promise<void>;
}

export interface AdapterAcceptance {
  /** Makes an empty place. */
  readonly open: () => Promise<AdapterPlace>;
  /** A place with room for less than 8 MB; left out where none can be made. */
  readonly openFull?: (() => Promise<AdapterPlace>) | undefined;
  /** A place that holds the object `kept` and may not be written to; left out where none can be made. */
  readonly openReadOnly?: (() => Promise<AdapterPlace>) | undefined;
}

/** Of the object that is streamed: far more than may be held in memory at once. */
const HUGE_BYTES = 256 * 1024 * 1024;
const MEGABYTE = 1024 * 1024;

const ODD_NAMES = [
  '',
  '.',
  '..',
  '../outside',
  'a/../../outside',
  '/absolute',
  'a//b',
  'a/',
  'C:\\windows',
  'a\\b',
  'a\0b',
  'a b',
  'straße',
  '\u202etxt.exe',
  'nul',
  'COM1.txt',
  'trailing.',
  '.hidden',
  'a:b',
  'a*',
  '~',
  'x'.repeat(101),
  Array(9).fill('a').join('/'),
];

export function acceptAdapter(name: string, { open, openFull, openReadOnly }: AdapterAcceptance): void {
  describe(`${name} keeps what a storage adapter promises`, () => {
    let place: AdapterPlace;
    let adapter: StorageAdapter;
    beforeEach(async () => {
      place = await open();
      adapter = place.adapter;
    });
    afterEach(() => place.remove());

    it('gives back what was put, byte for byte, also to another', async () => {
      const bytes = randomBytes(3 * MEGABYTE + 7);
      expect(await adapter.put('a/b.db', chunks(bytes))).toMatchObject({
        name: 'a/b.db',
        bytes: bytes.length,
      });
      expect(await readAll(place.another(), 'a/b.db')).toEqual(bytes);
      expect(await adapter.stat('a/b.db')).toMatchObject({ name: 'a/b.db', bytes: bytes.length });
      await adapter.put('empty', chunks(Buffer.alloc(0)));
      expect(await readAll(adapter, 'empty')).toEqual(Buffer.alloc(0));
    });

    it('lists by prefix, in the order of names', async () => {
      expect(await adapter.list()).toEqual([]);
      for (const each of ['b/2', 'a/1', 'b/1', 'c']) await adapter.put(each, chunks(Buffer.from(each)));
      const names = async (prefix?: string) => (await adapter.list(prefix)).map((object) => object.name);
      expect(await names()).toEqual(['a/1', 'b/1', 'b/2', 'c']);
      expect(await names('b/')).toEqual(['b/1', 'b/2']);
      expect(await names('nothing')).toEqual([]);
    });

    it('replaces an object only with a whole one', async () => {
      await adapter.put('kept', chunks(Buffer.from('first')));
      await expect(adapter.put('kept', breaking())).rejects.toThrow('the source broke');
      expect(await readAll(adapter, 'kept')).toEqual(Buffer.from('first'));
      await adapter.put('kept', chunks(Buffer.from('second')));
      expect(await readAll(adapter, 'kept')).toEqual(Buffer.from('second'));
    });

    it('shows nothing of a put that broke, was cancelled, or still goes on', async () => {
      await expect(adapter.put('broken', breaking())).rejects.toThrow('the source broke');
      const stop = new AbortController();
      const cancelled = adapter.put('cancelled', endless(), { signal: stop.signal });
      stop.abort();
      expect(await codeOf(cancelled)).toBe('CANCELLED');
      let seenMeanwhile: unknown[] = ['not looked'];
      await adapter.put(
        'slow',
        (async function* () {
          yield randomBytes(MEGABYTE);
          seenMeanwhile = await place.another().list();
          yield randomBytes(MEGABYTE);
        })(),
      );
      expect(seenMeanwhile).toEqual([]);
      expect((await adapter.list()).map((object) => object.name)).toEqual(['slow']);
      expect(await adapter.stat('broken')).toBeNull();
      expect(await codeOf(readAll(adapter, 'cancelled'))).toBe('NOT_FOUND');
    });

    it('takes many puts at once, of different names and of the same', async () => {
      const contents = Array.from({ length: 8 }, () => randomBytes(MEGABYTE / 4));
      await Promise.all(contents.map((bytes, index) => adapter.put(`many/${index}`, chunks(bytes))));
      for (const [index, bytes] of contents.entries()) {
        expect(await readAll(adapter, `many/${index}`)).toEqual(bytes);
      }
      const other = place.another();
      await Promise.all(
        contents.map((bytes, index) => (index % 2 ? adapter : other).put('same', chunks(bytes))),
      );
      const winner = await readAll(adapter, 'same');
      expect(contents.some((bytes) => bytes.equals(winner))).toBe(true);
    });

    it('streams what is larger than memory should hold', async () => {
      const piece = randomBytes(MEGABYTE);
      const expected = createHash('sha256');
      let mostBytes = 0;
      const look = (): void => {
        mostBytes = Math.max(mostBytes, process.memoryUsage().arrayBuffers);
      };
      const before = process.memoryUsage().arrayBuffers;
      await adapter.put(
        'huge',
        (async function* () {
          for (let sent = 0; sent < HUGE_BYTES; sent += MEGABYTE) {
            expected.update(piece);
            yield piece;
            look();
          }
        })(),
      );
      const seen = createHash('sha256');
      for await (const chunk of adapter.get('huge')) {
        seen.update(chunk);
        look();
      }
      expect(seen.digest('hex')).toBe(expected.digest('hex'));
      expect(mostBytes - before).toBeLessThan(HUGE_BYTES / 2);
    });

    it('refuses names that mean something else elsewhere', async () => {
      for (const odd of ODD_NAMES) {
        expect(await codeOf(adapter.put(odd, chunks(Buffer.from('x')))), JSON.stringify(odd)).toBe(
          'INVALID_INPUT',
        );
        expect(await codeOf(readAll(adapter, odd)), JSON.stringify(odd)).toBe('INVALID_INPUT');
        expect(await codeOf(adapter.delete(odd)), JSON.stringify(odd)).toBe('INVALID_INPUT');
      }
      expect(await adapter.list()).toEqual([]);
    });

    it('deletes, and does not mind what is gone', async () => {
      await adapter.put('x/y/z', chunks(Buffer.from('1')));
      await adapter.put('x/w', chunks(Buffer.from('2')));
      await adapter.delete('x/y/z');
      await adapter.delete('x/y/z');
      await adapter.delete('never/was');
      expect((await adapter.list()).map((object) => object.name)).toEqual(['x/w']);
      expect(await adapter.stat('x/y/z')).toBeNull();
    });

    it('says how much room there is, or that it cannot', async () => {
      const { freeBytes } = await adapter.capacity();
      expect(freeBytes === null || freeBytes >= 0).toBe(true);
    });
  });

  describe.runIf(openFull !== undefined)(`${name}, full`, () => {
    it('says so, and keeps what was there', async () => {
      const place = await required(openFull);
      try {
        await place.adapter.put('kept', chunks(Buffer.from('first')));
        expect(await codeOf(place.adapter.put('kept', chunks(randomBytes(9 * MEGABYTE))))).toBe(
          'STORAGE_FULL',
        );
        expect(await readAll(place.adapter, 'kept')).toEqual(Buffer.from('first'));
        expect((await place.adapter.list()).map((object) => object.name)).toEqual(['kept']);
        await place.adapter.put('small', chunks(Buffer.from('there is room for this')));
      } finally {
        await place.remove();
      }
    });
  });

  describe.runIf(openReadOnly !== undefined)(`${name}, read-only`, () => {
    it('says so, and still reads', async () => {
      const place = await required(openReadOnly);
      try {
        expect(await codeOf(place.adapter.put('new', chunks(Buffer.from('x'))))).toBe('READ_ONLY');
        expect(await codeOf(place.adapter.delete('kept'))).toBe('READ_ONLY');
        expect((await readAll(place.adapter, 'kept')).length).toBeGreaterThan(0);
      } finally {
        await place.remove();
      }
    });
  });
}

async function* chunks(bytes: Buffer): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 64 * 1024) yield bytes.subarray(at, at + 64 * 1024);
}

async function* breaking(): AsyncIterable<Uint8Array> {
  yield randomBytes(MEGABYTE);
  throw new Error('the source broke');
}

async function* endless(): AsyncIterable<Uint8Array> {
  for (;;) yield randomBytes(64 * 1024);
}

async function readAll(adapter: StorageAdapter, name: string): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of adapter.get(name)) parts.push(chunk);
  return Buffer.concat(parts);
}

async function codeOf(act: Promise<unknown>): Promise<string> {
  try {
    await act;
    return 'nothing was thrown';
  } catch (error) {
    return error instanceof VaultError ? error.code : String(error);
  }
}

function required<T>(open: (() => Promise<T>) | undefined): Promise<T> {
  if (open === undefined) throw new Error('no such place was given');
  return open();
}
