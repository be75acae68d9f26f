/** Which words of the recovery phrase are asked for. */
import { RECOVERY_WORDS } from '../unlock/recovery-words.ts';

const ASKED = 4;

/** Four different places of the phrase, 1 to 24, in order. Main judges the answers. */
export function askedPositions(random: (below: number) => number = randomBelow): readonly number[] {
  const places = new Set<number>();
  while (places.size < ASKED) places.add(1 + random(RECOVERY_WORDS));
  return [...places].sort((a, b) => a - b);
}

function randomBelow(below: number): number {
  const [value = 0] = crypto.getRandomValues(new Uint32Array(1));
  return value % below;
}
