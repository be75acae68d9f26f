/**
 * Which sentence of ours belongs to an error of main.
 *
 * The code chooses the sentence; for a few codes the details choose a variant of it.
 */
import type { TFunction } from 'i18next';
import type { VaultErrorData } from '../../shared/errors.ts';

export interface ErrorWords {
  /** What happened and what was kept. */
  readonly message: string;
  /** What to do next. */
  readonly hint: string;
}

function messageKey({ code, details }: VaultErrorData) {
  if (code === 'INVALID_INPUT' && details?.field === 'directory')
    return `errors:${code}.messageDirectory` as const;
  if (code === 'RECOVERY_PHRASE_INVALID') {
    switch (details?.problem) {
      case 'count':
        return `errors:${code}.messageCount` as const;
      case 'word':
        return `errors:${code}.messageWord` as const;
      case 'checksum':
        return `errors:${code}.messageChecksum` as const;
    }
  }
  return `errors:${code}.message` as const;
}

function hintKey({ code, details }: VaultErrorData) {
  if (code === 'INVALID_INPUT' && details?.field === 'directory')
    return `errors:${code}.hintDirectory` as const;
  if (code === 'RATE_LIMITED' && typeof details?.seconds === 'number') {
    return `errors:${code}.hintSeconds` as const;
  }
  const canHaveCopy = code === 'VAULT_FILE_DAMAGED' || code === 'REGISTRY_DAMAGED';
  if (canHaveCopy && details?.copy === undefined) return `errors:${code}.hintNoCopy` as const;
  return `errors:${code}.hint` as const;
}

/** The error in the person's language. */
export function errorWords(t: TFunction<['errors', 'common']>, error: VaultErrorData): ErrorWords {
  // `count` chooses the plural form, and only a wait has one; what main counts goes by another name.
  const { count: number, ...details } = error.details ?? {};
  const values = { ...details, number, count: Number(details.seconds ?? 0) };
  return { message: t(messageKey(error), values), hint: t(hintKey(error), values) };
}
