/** How much a goal is needed, in four steps that have words. */
import { PRESSING } from '../../../shared/need-level.ts';

export const STEPS = ['fresh', 'fine', 'soon', 'now'] as const;
export type LevelStep = (typeof STEPS)[number];

/** @param level 0 to 1 */
export function stepOf(level: number): LevelStep {
  if (level < 0.25) return 'fresh';
  if (level < 0.55) return 'fine';
  return level < PRESSING ? 'soon' : 'now';
}
