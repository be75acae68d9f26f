/** A mood as a small square: its colour and the height of a bar both say how pleasant; never colour alone. */
import { VALENCE_STEPS, type ValenceStep, valenceStep } from './valence.ts';

const SIZE = 18;

const COLOURS: Readonly<Record<ValenceStep, { readonly ground: string; readonly bar: string }>> = {
  low: { ground: 'fill-red-wash', bar: 'fill-red' },
  lowish: { ground: 'fill-amber-wash', bar: 'fill-amber' },
  even: { ground: 'fill-sunk', bar: 'fill-ink-faint' },
  good: { ground: 'fill-green-wash', bar: 'fill-green' },
  high: { ground: 'fill-green', bar: 'fill-raised' },
};

/** Says nothing to screen readers: the words stand beside it. */
export function MoodMark({ valence }: { readonly valence: number }) {
  const step = valenceStep(valence);
  const height = 3 + VALENCE_STEPS.indexOf(step) * 2.5;
  return (
    <svg aria-hidden viewBox={`0 0 ${SIZE} ${SIZE}`} className="size-[18px] shrink-0">
      <rect width={SIZE} height={SIZE} rx={4} className={COLOURS[step].ground} />
      <rect x={6} y={SIZE - 2 - height} width={6} height={height} rx={1.5} className={COLOURS[step].bar} />
    </svg>
  );
}
