/** How pleasant a mood is, in five steps that have words, a colour and a height. */
export const VALENCE_STEPS = ['low', 'lowish', 'even', 'good', 'high'] as const;
export type ValenceStep = (typeof VALENCE_STEPS)[number];

/** @param valence −1 to 1 */
export function valenceStep(valence: number): ValenceStep {
  if (valence < -0.6) return 'low';
  if (valence < -0.2) return 'lowish';
  if (valence <= 0.2) return 'even';
  return valence <= 0.6 ? 'good' : 'high';
}

type ArousalStep = 'quiet' | 'middle' | 'awake';

/** @param arousal −1 to 1 */
export function arousalStep(arousal: number): ArousalStep {
  if (arousal < -0.34) return 'quiet';
  return arousal > 0.34 ? 'awake' : 'middle';
}
