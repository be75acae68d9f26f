/** Spaces in the order of the rail: nearest first, and by name within a tier. */
import { TIERS, type Tier } from '../../../shared/bands.ts';
import type { Space } from '../../../shared/contracts/vaults.ts';

export interface TierGroup {
  readonly tier: Tier;
  readonly spaces: readonly Space[];
}

/** One group for each tier that has spaces. */
export function tierGroups(spaces: readonly Space[], language: string): readonly TierGroup[] {
  const collator = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });
  return TIERS.flatMap((tier) => {
    const inTier = spaces.filter((space) => space.tier === tier);
    if (inTier.length === 0) return [];
    return [{ tier, spaces: inTier.toSorted((a, b) => collator.compare(a.name, b.name)) }];
  });
}
