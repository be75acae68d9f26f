/**
 * Tiers of spaces and bands of memories: the vocabulary of who may hold what.
 *
 * A band is a level of care, GREEN the most open and BLACK the most private. A tier has a cap: a memory
 * above its space's cap stays on the device where it was written.
 */
import { z } from 'zod';

export const BANDS = ['GREEN', 'AMBER', 'RED', 'BLACK'] as const;
export const bandSchema = z.enum(BANDS);
export type Band = z.infer<typeof bandSchema>;

export const TIERS = ['personal', 'selective', 'shared', 'extended'] as const;
export const tierSchema = z.enum(TIERS);
export type Tier = z.infer<typeof tierSchema>;

/** The highest band that may leave the device, by tier. */
export const TIER_BAND_CAP: Readonly<Record<Tier, Band>> = {
  personal: 'RED',
  selective: 'RED',
  shared: 'AMBER',
  extended: 'GREEN',
};

/** Position of a band, 0 (GREEN) to 3 (BLACK). */
export function bandRank(band: Band): number {
  return BANDS.indexOf(band);
}

/** Whether a memory of this band stays on this device in a space of this tier. */
export function staysOnDevice(tier: Tier, band: Band): boolean {
  return bandRank(band) > bandRank(TIER_BAND_CAP[tier]);
}
