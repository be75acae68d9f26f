/** How much a goal is needed, and how often it wants doing: steps that have words. */
import { PRESSING } from '../../../shared/need-level.ts';

export type LevelStep = 'fresh' | 'fine' | 'soon' | 'now';

/** About how often something wants doing, in days: those that have a name. */
export const RHYTHMS = [1, 3, 7, 14, 30, 90, 365] as const;

/** @param level 0 to 1 */
export function stepOf(level: number): LevelStep {
  if (level < 0.25) return 'fresh';
  if (level < 0.55) return 'fine';
  return level < PRESSING ? 'soon' : 'now';
}
