/** The way a goal's need went: rising while it was not done, falling to nothing each time it was. */
import { needLevel } from '../../../shared/need-level.ts';

const WIDTH = 240;
const HEIGHT = 36;
const STEPS = 96;
/** Half-lives shown. */
const SPAN = 14;
const DAY_MS = 86_400_000;

interface LevelHistoryProps {
  readonly halfLifeDays: number;
  readonly begunAt: string;
  /** When it was done, newest first. */
  readonly met: readonly string[];
  readonly now: number;
  readonly label: string;
}

export function LevelHistory({ halfLifeDays, begunAt, met, now, label }: LevelHistoryProps) {
  const from = now - SPAN * halfLifeDays * DAY_MS;
  const times = [begunAt, ...met].map(Date.parse).sort((a, b) => a - b);
  const x = (at: number) => ((at - from) / (now - from)) * WIDTH;
  const y = (level: number) => HEIGHT - 2 - level * (HEIGHT - 6);
  const begun = Math.max(from, times[0] ?? from);
  const even = Array.from({ length: STEPS + 1 }, (_, step) => begun + ((now - begun) * step) / STEPS);
  const falls = times.filter((at) => at > begun && at <= now);
  // Just before each time it was done the line is at its height, at that time it is at nothing.
  const moments = [...new Set([...even, ...falls.flatMap((at) => [at - 1, at])])].sort((a, b) => a - b);
  const levelAt = (at: number) => needLevel(times.findLast((one) => one <= at) ?? begun, halfLifeDays, at);
  const path = moments.map((at) => `${x(at).toFixed(1)},${y(levelAt(at)).toFixed(1)}`).join(' ');
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="h-9 w-full"
    >
      <line
        x1={0}
        x2={WIDTH}
        y1={HEIGHT - 2}
        y2={HEIGHT - 2}
        className="stroke-line"
        vectorEffect="non-scaling-stroke"
      />
      <polyline
        points={path}
        fill="none"
        strokeWidth={1.75}
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
        className="stroke-accent"
      />
    </svg>
  );
}
