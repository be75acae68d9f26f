/**
 * The one decision: may this person do this to that?
 *
 * Pure: no clock, no database, no keys. Invariant: every caller that reads or changes a memory, a space or its
 * keys asks here and nowhere else, and a denial carries a reason that can be receipted and said to a person.
 * Keys enforce what this decides (a device without a band's key cannot read it); this function exists so that
 * the app also refuses early, in words. It does not know who somebody is: the session says that.
 */
import { type Band, bandRank, staysOnDevice, type Tier } from '../../shared/bands.ts';
import { VaultError } from '../../shared/errors.ts';

export const ROLES = ['owner', 'member', 'stranger'] as const;
type Role = (typeof ROLES)[number];

/**
 * How lately the person proved who they are: `unlocked` with the vault, `stepped-up` within five minutes,
 * `just-now` for this one act.
 */
export const ASSURANCES = ['unlocked', 'stepped-up', 'just-now'] as const;
type Assurance = (typeof ASSURANCES)[number];

/** Who asks, as seen from the space the resource is in. */
export interface Subject {
  readonly personId: string;
  readonly role: Role;
  /** The highest band granted by name in this space; every member holds GREEN. BLACK cannot be granted. */
  readonly granted: Exclude<Band, 'BLACK'>;
  readonly assurance: Assurance;
}

/** What is asked about. */
export interface MemoryResource {
  readonly tier: Tier;
  readonly band: Band;
  /** Who wrote it; the subject's own id for something not yet written. */
  readonly authorId: string;
}

/** The space itself, where no single memory is meant. */
export interface SpaceResource {
  readonly tier: Tier;
}

/**
 * What each act on a memory takes.
 * `key`: holding the band's key. `author`: the author, or the owner, holding the key. `step-up`: the key and, for
 * RED and BLACK, a fresh proof. `leave`: the key, and a band that may leave the device. `index`: a band that may be indexed.
 */
const MEMORY_RULES = {
  /** A line in a list: title masked by the page until `memory.read` is allowed. */
  'memory.list': 'key',
  'memory.read': 'step-up',
  'memory.search': 'key',
  'memory.add': 'key',
  'memory.import': 'key',
  'memory.edit': 'author',
  'memory.delete': 'author',
  /** Write it, readable, outside the vault. */
  'memory.export': 'step-up',
  /** Put its words into a search index or an embedding. */
  'memory.index': 'index',
  /** Send it, sealed, to another device. */
  'memory.sync': 'leave',
} as const;

/** What each act on a space takes: being a member, or being its owner. */
const SPACE_RULES = {
  'space.open': 'member',
  'draft.save': 'member',
  'receipt.read': 'member',
  'tombstone.read': 'member',
  'import.journal': 'member',
  /** Read what health, metrics and migrations say of the space's file. */
  'health.read': 'member',
  /** Vacuum, check, back up: nothing of it changes a record. */
  'maintenance.run': 'member',
  /** Change the file's structure. */
  'migration.run': 'owner',
  'space.rename': 'owner',
  'grant.change': 'owner',
  'rollback.accept': 'owner',
} as const;

export type MemoryAccess = keyof typeof MEMORY_RULES;
export type SpaceAccess = keyof typeof SPACE_RULES;
export const MEMORY_ACCESSES = Object.keys(MEMORY_RULES) as readonly MemoryAccess[];
export const SPACE_ACCESSES = Object.keys(SPACE_RULES) as readonly SpaceAccess[];

export const DENIALS = [
  'not-a-member',
  'personal-space',
  'not-the-owner',
  'not-the-author',
  'band-not-granted',
  'author-alone',
  'stays-on-device',
  'never-indexed',
  'step-up',
  'step-up-each-time',
] as const;
export type Denial = (typeof DENIALS)[number];

export type Decision =
  | { readonly allow: true; readonly reason: 'allowed' }
  | { readonly allow: false; readonly reason: Denial };

const ALLOWED: Decision = { allow: true, reason: 'allowed' };
const denied = (reason: Denial): Decision => ({ allow: false, reason });

/** Decides. The same three arguments always give the same answer. */
export function decide(subject: Subject, action: MemoryAccess, resource: MemoryResource): Decision;
export function decide(subject: Subject, action: SpaceAccess, resource: SpaceResource): Decision;
export function decide(
  subject: Subject,
  action: MemoryAccess | SpaceAccess,
  resource: MemoryResource | SpaceResource,
): Decision {
  if (subject.role === 'stranger') return denied('not-a-member');
  if (resource.tier === 'personal' && subject.role !== 'owner') return denied('personal-space');
  if (isSpaceAccess(action)) {
    return SPACE_RULES[action] === 'owner' && subject.role !== 'owner' ? denied('not-the-owner') : ALLOWED;
  }
  // The overloads allow no memory action without a memory; an answer is still needed should one be forced through.
  return 'band' in resource ? decideMemory(subject, action, resource) : denied('not-a-member');
}

function decideMemory(subject: Subject, action: MemoryAccess, memory: MemoryResource): Decision {
  const withheld = keyWithheld(subject, memory);
  if (withheld !== null) return denied(withheld);
  switch (MEMORY_RULES[action]) {
    case 'key':
      return ALLOWED;
    case 'author':
      return memory.authorId === subject.personId || subject.role === 'owner'
        ? ALLOWED
        : denied('not-the-author');
    case 'step-up':
      return stepUpFor(memory.band, subject.assurance);
    case 'index':
      return memory.band === 'BLACK' ? denied('never-indexed') : ALLOWED;
    case 'leave':
      return staysOnDevice(memory.tier, memory.band) ? denied('stays-on-device') : ALLOWED;
  }
}

/**
 * Why the subject may not hold the key of this memory's band, or null when they may.
 * What may not leave the device (BLACK anywhere, and any band above the space's cap) is its author's alone.
 */
function keyWithheld(subject: Subject, memory: MemoryResource): Denial | null {
  if (staysOnDevice(memory.tier, memory.band)) {
    return memory.authorId === subject.personId ? null : 'author-alone';
  }
  if (subject.role === 'owner') return null;
  return bandRank(memory.band) <= bandRank(subject.granted) ? null : 'band-not-granted';
}

function stepUpFor(band: Band, assurance: Assurance): Decision {
  if (band === 'RED' && assurance === 'unlocked') return denied('step-up');
  if (band === 'BLACK' && assurance !== 'just-now') return denied('step-up-each-time');
  return ALLOWED;
}

function isSpaceAccess(action: MemoryAccess | SpaceAccess): action is SpaceAccess {
  return Object.hasOwn(SPACE_RULES, action);
}

const DENIAL_SENTENCES: Readonly<Record<Denial, readonly [message: string, hint: string]>> = {
  'not-a-member': ['You are not a member of this space.', 'Ask the person who owns the space to add you.'],
  'personal-space': [
    'A personal space has one person, and it is another.',
    'Ask them to copy the memory into a space you share.',
  ],
  'not-the-owner': ['Only the owner of this space may do that.', 'Ask the owner of the space.'],
  'not-the-author': [
    'Only the person who wrote this memory, or the owner of the space, may change it.',
    'Ask them, or write a memory of your own about it.',
  ],
  'band-not-granted': [
    'This memory is in a band that was not granted to you.',
    'Ask the owner of the space to grant you the band.',
  ],
  'author-alone': [
    'This memory never leaves its author’s device: nobody else may open it.',
    'Ask the author to write it again in a more open band.',
  ],
  'stays-on-device': [
    'A memory of this band stays on this device.',
    'Choose a more open band if it should reach your other devices.',
  ],
  'never-indexed': ['BLACK memories are never indexed.', 'Find it in the timeline.'],
  'step-up': ['RED memories open after you prove once more who you are.', 'Enter the passphrase.'],
  'step-up-each-time': [
    'BLACK memories ask each time who you are before they open.',
    'Enter the passphrase.',
  ],
};

/** The denial as an error a person can read. The caller receipts it (ACCESS_DENIED). */
export function accessDenied(reason: Denial, action: MemoryAccess | SpaceAccess): VaultError {
  const [message, hint] = DENIAL_SENTENCES[reason];
  return new VaultError('ACCESS_DENIED', message, { hint, details: { reason, action } });
}
