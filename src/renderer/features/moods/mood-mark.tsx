/** A mood as a small square that fills from below: colour and height both say how pleasant; never colour alone. */
import { VALENCE_STEPS, type ValenceStep, valenceStep } from './valence.ts';

const SIZE = 18;

const COLOURS: Readonly<Record<ValenceStep, { readonly ground: string; readonly fill: string }>> = {
  low: { ground: 'fill-red-wash', fill: 'fill-red opacity-80' },
  lowish: { ground: 'fill-amber-wash', fill: 'fill-amber opacity-65' },
  even: { ground: 'fill-sunk', fill: 'fill-ink-faint opacity-45' },
  good: { ground: 'fill-green-wash', fill: 'fill-green opacity-50' },
  high: { ground: 'fill-green-wash', fill: 'fill-green opacity-80' },
};

/** How much of the square is filled, in fifths of its height. */
const FIFTH = SIZE / VALENCE_STEPS.length;

/** Says nothing to screen readers: the words stand beside it. */
export function MoodMark({ valence }: { readonly valence: number }) {
  const step = valenceStep(valence);
  const height = (VALENCE_STEPS.indexOf(step) + 1) * FIFTH;
  return (
    <svg aria-hidden viewBox={`0 0 ${SIZE} ${SIZE}`} className="size-[18px] shrink-0 rounded">
      <rect width={SIZE} height={SIZE} className={COLOURS[step].ground} />
      <rect y={SIZE - height} width={SIZE} height={height} className={COLOURS[step].fill} />
    </svg>
  );
}
