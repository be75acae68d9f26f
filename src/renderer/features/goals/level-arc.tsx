/** How much something is needed, as an arc that fills; the words beside it say the same. */
import { type LevelStep, stepOf } from './level-words.ts';

const SIZE = 64;
const RADIUS = 26;
const STROKE = 7;
/** Three quarters of a circle, open below. */
const SWEEP = 270;
const LENGTH = (2 * Math.PI * RADIUS * SWEEP) / 360;

const COLOURS: Readonly<Record<LevelStep, string>> = {
  fresh: 'stroke-green',
  fine: 'stroke-green',
  soon: 'stroke-accent',
  now: 'stroke-amber',
};

interface LevelArcProps {
  /** 0 to 1 */
  readonly level: number;
  /** What it says, for those who do not see it. */
  readonly label: string;
}

export function LevelArc({ level, label }: LevelArcProps) {
  const centre = SIZE / 2;
  const shared = {
    cx: centre,
    cy: centre,
    r: RADIUS,
    fill: 'none',
    strokeWidth: STROKE,
    strokeLinecap: 'round' as const,
    transform: `rotate(135 ${centre} ${centre})`,
  };
  const whole = 2 * Math.PI * RADIUS;
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${SIZE} ${SIZE}`} className="size-16 shrink-0">
      <circle {...shared} strokeDasharray={`${LENGTH} ${whole}`} className="stroke-line" />
      {level > 0.01 && (
        <circle
          {...shared}
          strokeDasharray={`${LENGTH * level} ${whole}`}
          className={COLOURS[stepOf(level)]}
        />
      )}
    </svg>
  );
}
