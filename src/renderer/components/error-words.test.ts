import { beforeAll, expect, it } from 'vitest';
import type { ErrorCode, VaultErrorData } from '../../shared/errors.ts';
import { i18n, startI18n } from '../i18n/i18n.ts';
import { errorWords } from './error-words.ts';

const error = (code: ErrorCode, details: VaultErrorData['details'] = {}): VaultErrorData => ({
  code,
  message: 'main',
  hint: 'main',
  retryable: false,
  details,
});
const words = (data: VaultErrorData) => errorWords(i18n.getFixedT('en', ['errors', 'common']), data);

beforeAll(async () => {
  Object.assign(globalThis, { document: { documentElement: {} } });
  await startI18n();
});

it('says which of the words is wrong, where main knows', () => {
  const { message } = words(error('RECOVERY_PHRASE_INVALID', { problem: 'word', position: 7 }));
  expect(message).toContain('Word 7');
  expect(words(error('RECOVERY_PHRASE_INVALID', { problem: 'count', count: 23 })).message).toContain('23');
  expect(words(error('RECOVERY_PHRASE_INVALID')).message).toContain('do not open this vault');
});

it('says how long to wait, where main does', () => {
  expect(words(error('RATE_LIMITED', { seconds: 1 })).hint).toContain('1 second,');
  expect(words(error('RATE_LIMITED', { seconds: 14 })).hint).toContain('14 seconds,');
  expect(words(error('RATE_LIMITED')).hint).toContain('until the time is up');
});

it('promises a copy only where there is one', () => {
  expect(words(error('VAULT_FILE_DAMAGED')).hint).toContain('backup');
  expect(words(error('VAULT_FILE_DAMAGED', { copy: '2026-11-22T10:00:00Z' })).hint).toContain('its own copy');
});

it('leaves no gap where main sent no details', () => {
  for (const code of ['RATE_LIMITED', 'VAULT_NOT_FOUND', 'INTERNAL'] as const) {
    const { message, hint } = words(error(code));
    expect(message + hint).not.toContain('{{');
  }
});
