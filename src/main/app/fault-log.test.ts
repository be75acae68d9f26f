import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { VaultError } from '../../shared/errors.ts';
import { describeFault, openFaultLog } from './fault-log.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'memoryos-fault-log-'));
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

test('keeps name, code and places, and drops every message', () => {
  const cause = Object.assign(new TypeError('secret words in a message'), { code: 'EIO' });
  const described = describeFault(
    new VaultError('SEAL_BROKEN', 'more secret words', { hint: 'and secret hints', cause }),
  );
  expect(described).toMatchObject({
    name: 'VaultError',
    code: 'SEAL_BROKEN',
    cause: { name: 'TypeError', code: 'EIO' },
  });
  expect(described.frames).toEqual(
    expect.arrayContaining([expect.stringMatching(/^fault-log\.test\.ts:\d+:\d+$/)]),
  );
  expect(JSON.stringify(described)).not.toContain('secret');
});

test('describes what is no error by its kind alone', () => {
  expect(describeFault('secret words')).toEqual({ name: 'string' });
});

test('ends at a chain of causes without an end', () => {
  const error = new Error('one');
  error.cause = error;
  expect(JSON.stringify(describeFault(error)).split('cause').length).toBe(6);
});

test('writes one line a fault, for this user alone', () => {
  const file = join(folder, 'logs', 'faults.log');
  openFaultLog(file).record('memories.add', new Error('secret words'), 'the-correlation-id');
  const line: unknown = JSON.parse(readFileSync(file, 'utf8'));
  expect(line).toMatchObject({ where: 'memories.add', correlationId: 'the-correlation-id', name: 'Error' });
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('keeps one older generation and stays bounded', () => {
  const file = join(folder, 'faults.log');
  writeFileSync(file, 'x'.repeat(300 * 1024));
  openFaultLog(file).record('start', new Error('gone'));
  expect(statSync(file).size).toBeLessThan(8 * 1024);
  expect(statSync(`${file}.1`).size).toBe(300 * 1024);
});
