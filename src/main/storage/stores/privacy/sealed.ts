/** What privacy seals, and under which names. */
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import { SealedObjects } from '../sealed-object.ts';
import type { RetentionRule } from './contract.ts';

interface PreferenceContent {
  readonly value: boolean | number | string;
}

export interface ConsentContent {
  readonly what: string;
  readonly note: string | null;
}

export interface PrivacySeals {
  readonly preferences: SealedObjects<PreferenceContent>;
  readonly consents: SealedObjects<ConsentContent>;
  readonly rules: SealedObjects<RetentionRule>;
}

export function privacySeals(keys: ThreadKeys): PrivacySeals {
  return {
    preferences: new SealedObjects(keys, 'privacy/preference'),
    consents: new SealedObjects(keys, 'privacy/consent'),
    rules: new SealedObjects(keys, 'privacy/rule'),
  };
}

/** An event's place in its seal: a consent given and the same one withdrawn are two records. */
export function consentPlace(id: string, act: 'given' | 'withdrawn'): string {
  return `${id}/${act}`;
}
