import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { digestOf, failureStillCounts, readStamp, removeStamp, writeStamp } from './stamps.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stamps-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a stamp is read as it was written, and nothing else lies beside it', () => {
  const path = join(folder, 'deep', 'stamp');
  expect(readStamp(path)).toBeUndefined();
  writeStamp(path, 'one');
  writeStamp(path, 'two');
  expect(readStamp(path)).toBe('two');
  expect(readdirSync(join(folder, 'deep'))).toEqual(['stamp']);
  removeStamp(path);
  removeStamp(path);
  expect(readStamp(path)).toBeUndefined();
});

test('a digest depends on where the parts begin', () => {
  expect(digestOf(['ab', 'c'])).not.toBe(digestOf(['a', 'bc']));
  expect(digestOf(['ab', 'c'])).toBe(digestOf([Buffer.from('ab'), 'c']));
});

test('a failure counts for its time, and not when its stamp is broken or from the future', () => {
  expect(failureStillCounts('1000', 1500, 1000)).toBe(true);
  expect(failureStillCounts('1000', 2000, 1000)).toBe(false);
  expect(failureStillCounts('3000', 2000, 1000)).toBe(false);
  expect(failureStillCounts('', 2000, 1000)).toBe(false);
  expect(failureStillCounts('half', 2000, 1000)).toBe(false);
  expect(failureStillCounts(undefined, 2000, 1000)).toBe(false);
});
