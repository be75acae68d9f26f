import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BytesBoundedCache } from './cache.ts';

/** What a key of one letter and its bookkeeping cost. */
const OVERHEAD = 122;

function cacheOf(given: { maxBytes: number; ttlMs?: number }) {
  const clock = { ms: 0 };
  const wiped: Uint8Array[] = [];
  const cache = new BytesBoundedCache<Uint8Array>({
    ...given,
    sizeOf: (value) => value.byteLength,
    wipe: (value) => {
      value.fill(0);
      wiped.push(value);
    },
    now: () => clock.ms,
  });
  return { cache, clock, wiped };
}

const bytes = (length: number) => new Uint8Array(length).fill(7);

it('pushes out what was used longest ago, and overwrites it', () => {
  const { cache, wiped } = cacheOf({ maxBytes: 3 * (OVERHEAD + 100) });
  const [a, b, c, d] = [bytes(100), bytes(100), bytes(100), bytes(100)];
  cache.set('a', a);
  cache.set('b', b);
  cache.set('c', c);
  expect(cache.get('a')).toBe(a);
  cache.set('d', d);
  expect(cache.get('b')).toBeUndefined();
  expect(wiped).toEqual([b]);
  expect(b.every((byte) => byte === 0)).toBe(true);
  expect(['a', 'c', 'd'].map((key) => cache.get(key))).toEqual([a, c, d]);
  expect(cache.metrics).toMatchObject({ hits: 4, misses: 1, evicted: 1, entries: 3 });
});

it('gives nothing that is too old', () => {
  const { cache, clock, wiped } = cacheOf({ maxBytes: 10_000, ttlMs: 1_000 });
  cache.set('a', bytes(10));
  clock.ms = 999;
  cache.set('b', bytes(10));
  expect(cache.get('a')).toBeDefined();
  clock.ms = 1_000;
  expect(cache.get('a')).toBeUndefined();
  expect(cache.get('b')).toBeDefined();
  clock.ms = 2_000;
  cache.sweep();
  expect(cache.metrics).toMatchObject({ expired: 2, entries: 0, bytes: 0 });
  expect(wiped).toHaveLength(2);
});

it('takes out what has become untrue, and everything on request', () => {
  const { cache, wiped } = cacheOf({ maxBytes: 10_000 });
  for (const key of ['a1', 'a2', 'b1']) cache.set(key, bytes(10));
  expect(cache.deleteWhere((key) => key.startsWith('a'))).toBe(2);
  expect(cache.delete('a1')).toBe(false);
  expect(cache.metrics).toMatchObject({ invalidated: 2, entries: 1 });
  cache.clear();
  expect(cache.metrics).toMatchObject({ entries: 0, bytes: 0 });
  expect(wiped.flatMap((value) => [...value]).every((byte) => byte === 0)).toBe(true);
});

it('takes in nothing that is larger than itself, and is off at no bytes', () => {
  const { cache } = cacheOf({ maxBytes: 1_000 });
  cache.set('a', bytes(10));
  cache.set('a', bytes(1_000));
  expect(cache.get('a')).toBeUndefined();
  expect(cache.metrics).toMatchObject({ refused: 1, entries: 0, bytes: 0 });
  const off = cacheOf({ maxBytes: 0 }).cache;
  off.set('a', bytes(0));
  expect(off.get('a')).toBeUndefined();
});

it('never holds more than its bound, and gives what a plain map would or nothing', () => {
  const step = fc.record({
    op: fc.constantFrom('set', 'get', 'delete', 'sweep', 'wait'),
    key: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    size: fc.nat(600),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const { cache, clock } = cacheOf({ maxBytes: 1_500, ttlMs: 5 });
      const model = new Map<string, { value: Uint8Array; untilMs: number }>();
      for (const { op, key, size } of steps) {
        if (op === 'set') {
          const value = bytes(size);
          cache.set(key, value);
          model.set(key, { value, untilMs: clock.ms + 5 });
        } else if (op === 'delete') {
          cache.delete(key);
          model.delete(key);
        } else if (op === 'sweep') cache.sweep();
        else if (op === 'wait') clock.ms += 1;
        else {
          const value = cache.get(key);
          if (value !== undefined) {
            expect(value).toBe(model.get(key)?.value);
            expect(model.get(key)?.untilMs).toBeGreaterThan(clock.ms);
          }
        }
        const { bytes: held, entries } = cache.metrics;
        expect(held).toBeLessThanOrEqual(1_500);
        expect(entries === 0).toBe(held === 0);
      }
    }),
  );
});
