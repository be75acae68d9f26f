import { describe, expect, it } from 'vitest';
import { type ErrorCode, errorCodeSchema, type VaultErrorData } from '../../../shared/errors.ts';
import { keepsShut, waysOut } from './ways-out.ts';

const error = (code: ErrorCode, details?: VaultErrorData['details']): VaultErrorData => ({
  code,
  message: '',
  hint: '',
  retryable: false,
  ...(details ? { details } : {}),
});

/** Where the form itself is the way out: another passphrase, other words, a wait. */
const FORM_IS_THE_WAY = new Set<ErrorCode>(['WRONG_PASSPHRASE', 'RECOVERY_PHRASE_INVALID', 'RATE_LIMITED']);

describe('ways out of an error', () => {
  it.each(errorCodeSchema.options)('%s has one, or the form is it', (code) => {
    const ways = waysOut(error(code));
    if (FORM_IS_THE_WAY.has(code)) {
      expect(ways).toEqual([]);
      expect(keepsShut(code)).toBe(false);
    } else {
      expect(ways.length).toBeGreaterThan(0);
    }
  });

  it('offers a repair first where there is a good copy, and not at all where there is none', () => {
    const copy = '2026-11-22T10:00:00.000Z';
    expect(waysOut(error('VAULT_FILE_DAMAGED', { copy }))[0]).toBe('repair');
    expect(waysOut(error('REGISTRY_DAMAGED', { copy }))[0]).toBe('rebuild');
    expect(waysOut(error('VAULT_FILE_DAMAGED'))).not.toContain('repair');
    expect(waysOut(error('REGISTRY_DAMAGED'))).not.toContain('rebuild');
  });
});
