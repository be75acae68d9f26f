import { describe, expect, it } from 'vitest';
import { BANDS, type Band, TIERS, type Tier } from '../../shared/bands.ts';
import {
  ASSURANCES,
  accessDenied,
  DENIALS,
  type Decision,
  decide,
  MEMORY_ACCESSES,
  type MemoryAccess,
  type MemoryResource,
  ROLES,
  SPACE_ACCESSES,
  type SpaceAccess,
  type Subject,
} from './access.ts';

const ME = 'me';
const GRANTS = ['GREEN', 'AMBER', 'RED'] as const;

/** Who may hold the key of a band in a space of a tier: the table of the security model, written out. */
const HOLDERS: Readonly<Record<Tier, Readonly<Record<Band, 'every member' | 'by grant' | 'its author'>>>> = {
  personal: { GREEN: 'every member', AMBER: 'by grant', RED: 'by grant', BLACK: 'its author' },
  selective: { GREEN: 'every member', AMBER: 'by grant', RED: 'by grant', BLACK: 'its author' },
  shared: { GREEN: 'every member', AMBER: 'by grant', RED: 'its author', BLACK: 'its author' },
  extended: { GREEN: 'every member', AMBER: 'its author', RED: 'its author', BLACK: 'its author' },
};

/** Which bands a grant reaches, written out. */
const REACH: Readonly<Record<(typeof GRANTS)[number], readonly Band[]>> = {
  GREEN: ['GREEN'],
  AMBER: ['GREEN', 'AMBER'],
  RED: ['GREEN', 'AMBER', 'RED'],
};

/** What else an act on a memory takes, beyond the band's key. */
const BEYOND_THE_KEY: Readonly<
  Record<MemoryAccess, 'nothing' | 'authorship' | 'proof' | 'may leave' | 'may be indexed'>
> = {
  'memory.list': 'nothing',
  'memory.read': 'proof',
  'memory.search': 'nothing',
  'memory.add': 'nothing',
  'memory.import': 'nothing',
  'memory.edit': 'authorship',
  'memory.delete': 'authorship',
  'memory.export': 'proof',
  'memory.index': 'may be indexed',
  'memory.sync': 'may leave',
};

const OWNER_ALONE: readonly SpaceAccess[] = [
  'migration.run',
  'space.rename',
  'grant.change',
  'rollback.accept',
];

interface Case {
  readonly subject: Subject;
  readonly action: MemoryAccess;
  readonly memory: MemoryResource;
  readonly decision: Decision;
}

function* everyCase(): Generator<Case> {
  for (const role of ROLES)
    for (const granted of GRANTS)
      for (const assurance of ASSURANCES)
        for (const tier of TIERS)
          for (const band of BANDS)
            for (const authorId of [ME, 'somebody'])
              for (const action of MEMORY_ACCESSES) {
                const subject: Subject = { personId: ME, role, granted, assurance };
                const memory: MemoryResource = { tier, band, authorId };
                yield { subject, action, memory, decision: decide(subject, action, memory) };
              }
}

/** The answer by the tables above, reasoned the other way round: from what is required to who has it. */
function expected({ subject, action, memory }: Case): boolean {
  const isOwner = subject.role === 'owner';
  const isAuthor = memory.authorId === ME;
  if (subject.role === 'stranger') return false;
  if (memory.tier === 'personal' && !isOwner) return false;
  const holder = HOLDERS[memory.tier][memory.band];
  const holds =
    holder === 'every member' ||
    (holder === 'by grant' && (isOwner || REACH[subject.granted].includes(memory.band))) ||
    (holder === 'its author' && isAuthor);
  if (!holds) return false;
  switch (BEYOND_THE_KEY[action]) {
    case 'nothing':
      return true;
    case 'authorship':
      return isAuthor || isOwner;
    case 'may leave':
      return holder !== 'its author';
    case 'may be indexed':
      return memory.band !== 'BLACK';
    case 'proof': {
      const enough: Readonly<Record<Band, readonly string[]>> = {
        GREEN: ASSURANCES,
        AMBER: ASSURANCES,
        RED: ['stepped-up', 'just-now'],
        BLACK: ['just-now'],
      };
      return enough[memory.band].includes(subject.assurance);
    }
  }
}

const nameOf = ({ subject, action, memory }: Case): string =>
  [action, memory.tier, memory.band, memory.authorId, subject.role, subject.granted, subject.assurance].join(
    ' ',
  );

describe('decide', () => {
  it('agrees with the tables over every role, grant, proof, tier, band, author and action', () => {
    const wrong: string[] = [];
    let cases = 0;
    for (const one of everyCase()) {
      cases += 1;
      if (one.decision.allow !== expected(one)) wrong.push(nameOf(one));
    }
    expect(wrong).toEqual([]);
    expect(cases).toBe(3 * 3 * 3 * 4 * 4 * 2 * MEMORY_ACCESSES.length);
  });

  it('holds to the laws of the security model', () => {
    for (const one of everyCase()) {
      const { subject, action, memory, decision } = one;
      if (!decision.allow) continue;
      const name = nameOf(one);
      expect(subject.role, name).not.toBe('stranger');
      if (memory.band === 'BLACK') expect(memory.authorId, name).toBe(ME);
      if (action === 'memory.sync') expect(memory.band, name).not.toBe('BLACK');
      if (action === 'memory.index') expect(memory.band, name).not.toBe('BLACK');
      if (action === 'memory.read' && memory.band === 'BLACK')
        expect(subject.assurance, name).toBe('just-now');
      if (action === 'memory.read' && memory.band === 'RED')
        expect(subject.assurance, name).not.toBe('unlocked');
      if (action === 'memory.sync' && memory.tier === 'extended') expect(memory.band, name).toBe('GREEN');
    }
  });

  it('never takes away by granting more or by a fresher proof', () => {
    const rank = new Map<string, Decision>();
    for (const one of everyCase()) rank.set(nameOf(one), one.decision);
    for (const one of everyCase()) {
      if (!one.decision.allow) continue;
      for (const granted of GRANTS.slice(GRANTS.indexOf(one.subject.granted))) {
        for (const assurance of ASSURANCES.slice(ASSURANCES.indexOf(one.subject.assurance))) {
          const more = nameOf({ ...one, subject: { ...one.subject, granted, assurance } });
          expect(rank.get(more)?.allow, more).toBe(true);
        }
      }
    }
  });

  it('decides acts on spaces over every role, tier and action', () => {
    for (const role of ROLES)
      for (const tier of TIERS)
        for (const action of SPACE_ACCESSES) {
          const subject: Subject = { personId: ME, role, granted: 'RED', assurance: 'just-now' };
          const ownerNeeded = tier === 'personal' || OWNER_ALONE.includes(action);
          const allowed = role === 'owner' || (role === 'member' && !ownerNeeded);
          expect(decide(subject, action, { tier }).allow, `${action} ${tier} ${role}`).toBe(allowed);
        }
  });

  it('refuses a memory action that was forced through without a memory', () => {
    const subject: Subject = { personId: ME, role: 'owner', granted: 'RED', assurance: 'just-now' };
    const forced = decide as (subject: Subject, action: string, resource: { tier: Tier }) => Decision;
    expect(forced(subject, 'memory.read', { tier: 'shared' }).allow).toBe(false);
  });

  it('gives every reason it knows, and a sentence for each', () => {
    const seen = new Set<string>();
    for (const { decision } of everyCase()) seen.add(decision.reason);
    const member: Subject = { personId: ME, role: 'member', granted: 'RED', assurance: 'unlocked' };
    seen.add(decide(member, 'grant.change', { tier: 'shared' }).reason);
    expect([...seen].sort()).toEqual(['allowed', ...DENIALS].sort());
    for (const denial of DENIALS) {
      const error = accessDenied(denial, 'memory.read');
      expect(error).toMatchObject({
        code: 'ACCESS_DENIED',
        details: { reason: denial, action: 'memory.read' },
      });
      expect(error.message).toMatch(/\.$/);
      expect(error.hint).toMatch(/\.$/);
    }
  });
});
