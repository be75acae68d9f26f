import { expect, it } from 'vitest';
import type { Tier } from '../../../shared/bands.ts';
import type { Space } from '../../../shared/contracts/vaults.ts';
import { tierGroups } from './tier-groups.ts';

const space = (tier: Tier, name: string): Space => ({
  id: crypto.randomUUID(),
  tier,
  name,
  people: [],
  bandCap: 'RED',
  generation: 1,
  memories: 0,
  bytes: 0,
  problem: null,
});

it('groups by tier, nearest first, and sorts as people do', () => {
  const groups = tierGroups(
    [
      space('extended', 'Oma'),
      space('selective', 'Zoo'),
      space('selective', 'Äpfel'),
      space('personal', 'Ada'),
    ],
    'de',
  );
  expect(groups.map((group) => [group.tier, group.spaces.map(({ name }) => name)])).toEqual([
    ['personal', ['Ada']],
    ['selective', ['Äpfel', 'Zoo']],
    ['extended', ['Oma']],
  ]);
});
