/**
 * The keychain as a state machine, for one vault: what was found, and what each finding means.
 *
 * Pure: a table of transitions and nothing else. Invariant: no state and no event makes a key. Every state in which
 * the keychain does not open the vault has its own sentence and its own way out, and the way out is always another
 * slot (passphrase, recovery phrase) or the keychain put right again; never a new key, an empty vault or a deletion.
 */
import type { KeychainState } from '../../shared/contracts/vaults.ts';
import { type ErrorCode, VaultError } from '../../shared/errors.ts';

/** Steps on the way, then the outcomes. */
export const KEYCHAIN_STATES = [
  'unread',
  'slot-known',
  'entry-in-hand',
  'not-used',
  'available',
  'unavailable',
  'entry-missing',
  'backend-changed',
  'wrong-key',
  'vault-file-damaged',
] as const;
export type KeychainMachineState = (typeof KEYCHAIN_STATES)[number];

export const KEYCHAIN_EVENTS = [
  /** vault.json does not say which slots there are. */
  'vault-file-unreadable',
  'slot-absent',
  'slot-present',
  /** No keychain answers. */
  'service-silent',
  /** It answers and has nothing for this slot; it is the same keychain as when the slot was made … */
  'entry-absent',
  /** … or another (another system, another desktop). */
  'entry-absent-elsewhere',
  'entry-found',
  'unwrapped',
  'not-unwrapped',
  /** A person turned the keychain off, or on again, from inside the unlocked vault. */
  'slot-removed',
  'slot-made',
  /** Look again, from the beginning. */
  'ask-again',
] as const;
export type KeychainEvent = (typeof KEYCHAIN_EVENTS)[number];

type Row = Readonly<Partial<Record<KeychainEvent, KeychainMachineState>>>;

/** What a person may do in any outcome but a damaged file. */
const SETTLED: Row = { 'ask-again': 'unread', 'slot-made': 'available', 'slot-removed': 'not-used' };

export const KEYCHAIN_TRANSITIONS: Readonly<Record<KeychainMachineState, Row>> = {
  unread: {
    'vault-file-unreadable': 'vault-file-damaged',
    'slot-absent': 'not-used',
    'slot-present': 'slot-known',
  },
  'slot-known': {
    'service-silent': 'unavailable',
    'entry-absent': 'entry-missing',
    'entry-absent-elsewhere': 'backend-changed',
    'entry-found': 'entry-in-hand',
  },
  'entry-in-hand': { unwrapped: 'available', 'not-unwrapped': 'wrong-key' },
  'not-used': { 'ask-again': 'unread', 'slot-made': 'available' },
  available: SETTLED,
  unavailable: SETTLED,
  'entry-missing': SETTLED,
  'backend-changed': SETTLED,
  'wrong-key': SETTLED,
  /** A person has the file repaired first; nothing is written into a file that cannot be read. */
  'vault-file-damaged': { 'ask-again': 'unread' },
};

/** The next state. An event that has no place in a state is a fault in the caller. */
export function nextKeychainState(state: KeychainMachineState, event: KeychainEvent): KeychainMachineState {
  const next = KEYCHAIN_TRANSITIONS[state][event];
  if (next === undefined) throw new Error(`The keychain cannot take "${event}" in state "${state}".`);
  return next;
}

/** What was seen when a vault asked the keychain, in the order it is looked at. */
export interface KeychainSighting {
  readonly slot: { readonly backend: string; readonly desktop: string | null } | null;
  readonly place: { readonly backend: string; readonly desktop: string | null };
  readonly entry: 'silent' | 'absent' | 'found';
  /** Whether the entry opened the slot; null where it was not tried. */
  readonly opened: boolean | null;
}

/** The events that a sighting amounts to. */
function keychainEvents(sighting: KeychainSighting): KeychainEvent[] {
  if (sighting.slot === null) return ['slot-absent'];
  if (sighting.entry === 'silent') return ['slot-present', 'service-silent'];
  if (sighting.entry === 'absent') {
    const { slot, place } = sighting;
    // A desktop that does not say its name (a script, a timer) proves nothing.
    const otherDesktop = slot.desktop !== null && place.desktop !== null && slot.desktop !== place.desktop;
    const moved = slot.backend !== place.backend || otherDesktop;
    return ['slot-present', moved ? 'entry-absent-elsewhere' : 'entry-absent'];
  }
  const seen: KeychainEvent[] = ['slot-present', 'entry-found'];
  // An entry that was not tried is taken for the right one; trying it is what unlocking does.
  seen.push(sighting.opened === false ? 'not-unwrapped' : 'unwrapped');
  return seen;
}

/** The outcome of a sighting, through the table. */
export function keychainOutcome(sighting: KeychainSighting): KeychainState {
  const state = keychainEvents(sighting).reduce<KeychainMachineState>(nextKeychainState, 'unread');
  switch (state) {
    case 'unread':
    case 'slot-known':
    case 'entry-in-hand':
    case 'vault-file-damaged':
      throw new Error(`A sighting cannot end in "${state}".`);
    default:
      return state;
  }
}

type Problem = Exclude<KeychainState, 'available'>;

const SENTENCES: Readonly<Record<Problem, readonly [code: ErrorCode, message: string, hint: string]>> = {
  'not-used': [
    'NO_CREDENTIALS',
    'This vault does not use the system keychain.',
    'Unlock with the passphrase; then you can turn the keychain on in the settings.',
  ],
  unavailable: [
    'KEYCHAIN_UNAVAILABLE',
    'The system keychain does not answer. The vault and its key slots are untouched.',
    'Start or unlock the keychain and try again, or unlock with the passphrase or the recovery phrase.',
  ],
  'entry-missing': [
    'KEYCHAIN_ENTRY_MISSING',
    'The system keychain has no key for this vault any more. The vault itself is whole.',
    'Unlock with the passphrase or the recovery phrase; then turn the keychain on again in the settings.',
  ],
  'backend-changed': [
    'KEYCHAIN_BACKEND_CHANGED',
    'The key of this vault was put into another keychain than the one running now. The vault itself is whole.',
    'Log in to the desktop you used before, or unlock with the passphrase or the recovery phrase and turn the keychain on again.',
  ],
  'wrong-key': [
    'KEYCHAIN_WRONG_KEY',
    'The system keychain has a key for this vault, but it is not the right one. The vault itself is whole.',
    'Unlock with the passphrase or the recovery phrase; then turn the keychain off and on again in the settings.',
  ],
};

/** The outcome as an error a person can read, with its way out. */
export function keychainProblem(
  state: Problem,
  details: Readonly<Record<string, string | number | boolean>> = {},
): VaultError {
  const [code, message, hint] = SENTENCES[state];
  return new VaultError(code, message, {
    hint,
    retryable: state === 'unavailable',
    details: { state, ...details },
  });
}
