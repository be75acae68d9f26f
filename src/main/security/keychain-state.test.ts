import { describe, expect, it } from 'vitest';
import { keychainStateSchema } from '../../shared/contracts/vaults.ts';
import {
  KEYCHAIN_EVENTS,
  KEYCHAIN_STATES,
  KEYCHAIN_TRANSITIONS,
  type KeychainEvent,
  type KeychainMachineState,
  type KeychainSighting,
  keychainOutcome,
  keychainProblem,
  nextKeychainState,
} from './keychain-state.ts';

/** Every transition there is, written out; every pair that is not here is refused. */
const EXPECTED: readonly (readonly [KeychainMachineState, KeychainEvent, KeychainMachineState])[] = [
  ['unread', 'vault-file-unreadable', 'vault-file-damaged'],
  ['unread', 'slot-absent', 'not-used'],
  ['unread', 'slot-present', 'slot-known'],
  ['slot-known', 'service-silent', 'unavailable'],
  ['slot-known', 'entry-absent', 'entry-missing'],
  ['slot-known', 'entry-absent-elsewhere', 'backend-changed'],
  ['slot-known', 'entry-found', 'entry-in-hand'],
  ['entry-in-hand', 'unwrapped', 'available'],
  ['entry-in-hand', 'not-unwrapped', 'wrong-key'],
  ['not-used', 'ask-again', 'unread'],
  ['not-used', 'slot-made', 'available'],
  ...(['available', 'unavailable', 'entry-missing', 'backend-changed', 'wrong-key'] as const).flatMap(
    (state) =>
      [
        [state, 'ask-again', 'unread'],
        [state, 'slot-made', 'available'],
        [state, 'slot-removed', 'not-used'],
      ] as const,
  ),
  ['vault-file-damaged', 'ask-again', 'unread'],
];

const HOME = { backend: 'secret-service', desktop: 'GNOME' };

function sighting(change: Partial<KeychainSighting>): KeychainSighting {
  return { slot: HOME, place: HOME, entry: 'found', opened: true, ...change };
}

describe('keychain states', () => {
  it('has exactly the transitions written out here', () => {
    const actual = KEYCHAIN_STATES.flatMap((state) =>
      KEYCHAIN_EVENTS.flatMap((event) => {
        const next = KEYCHAIN_TRANSITIONS[state][event];
        return next === undefined ? [] : [`${state} + ${event} → ${next}`];
      }),
    );
    expect(actual.sort()).toEqual(EXPECTED.map(([from, event, to]) => `${from} + ${event} → ${to}`).sort());
  });

  it('refuses every other pair', () => {
    for (const state of KEYCHAIN_STATES)
      for (const event of KEYCHAIN_EVENTS) {
        const known = EXPECTED.find(([from, seen]) => from === state && seen === event);
        if (known === undefined) expect(() => nextKeychainState(state, event)).toThrow();
        else expect(nextKeychainState(state, event)).toBe(known[2]);
      }
  });

  it('can reach every state, and every outcome can be asked again', () => {
    const reached = new Set<KeychainMachineState>(['unread']);
    for (let round = 0; round < KEYCHAIN_STATES.length; round += 1)
      for (const [from, , to] of EXPECTED) if (reached.has(from)) reached.add(to);
    expect([...reached].sort()).toEqual([...KEYCHAIN_STATES].sort());
    for (const outcome of [...keychainStateSchema.options, 'vault-file-damaged'] as const) {
      expect(nextKeychainState(outcome, 'ask-again')).toBe('unread');
    }
  });

  it('knows no event that makes a root key, empties or deletes', () => {
    for (const event of KEYCHAIN_EVENTS) expect(event).not.toMatch(/root|new|empty|delete|reset|start/);
  });

  it.each([
    ['not-used', sighting({ slot: null, entry: 'silent', opened: null })],
    ['unavailable', sighting({ entry: 'silent', opened: null })],
    ['entry-missing', sighting({ entry: 'absent', opened: null })],
    ['backend-changed', sighting({ entry: 'absent', place: { backend: 'macos-keychain', desktop: null } })],
    ['backend-changed', sighting({ entry: 'absent', place: { backend: 'secret-service', desktop: 'KDE' } })],
    // A script has no desktop: that alone does not make it another keychain.
    ['entry-missing', sighting({ entry: 'absent', place: { backend: 'secret-service', desktop: null } })],
    ['entry-missing', sighting({ entry: 'absent', slot: { backend: 'secret-service', desktop: null } })],
    // Where the right entry is there after all, the desktop's name matters not.
    ['available', sighting({ place: { backend: 'secret-service', desktop: 'KDE' } })],
    ['available', sighting({})],
    ['available', sighting({ opened: null })],
    ['wrong-key', sighting({ opened: false })],
  ] as const)('ends in %s', (outcome, seen) => {
    expect(keychainOutcome(seen)).toBe(outcome);
  });

  it('has a sentence and a way out for each, and none of them loses anything', () => {
    const problems = keychainStateSchema.options.filter((state) => state !== 'available');
    const sentences = problems.map((state) => keychainProblem(state).message);
    expect(new Set(sentences).size).toBe(problems.length);
    for (const state of problems) {
      const error = keychainProblem(state, { backend: 'secret-service' });
      expect(`${error.message} ${error.hint}`).not.toMatch(/delete|reset|start over|new vault|empty/i);
      expect(error.hint).toMatch(/passphrase/);
      expect(error.details).toMatchObject({ state, backend: 'secret-service' });
    }
    expect(new Set(problems.map((state) => keychainProblem(state).code)).size).toBe(problems.length);
  });
});
