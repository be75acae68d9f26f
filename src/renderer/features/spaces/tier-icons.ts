/** One picture a tier. */
import { House, type LucideIcon, TreeDeciduous, User, Users } from 'lucide-react';
import type { Tier } from '../../../shared/bands.ts';

export const TIER_ICONS: Readonly<Record<Tier, LucideIcon>> = {
  personal: User,
  selective: Users,
  shared: House,
  extended: TreeDeciduous,
};
