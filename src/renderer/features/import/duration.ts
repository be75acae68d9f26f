/** How long something takes, in words and only as exact as it is useful. */

/** "12 seconds", "3 minutes". */
export function formatDuration(seconds: number, language: string): string {
  const inMinutes = seconds >= 90;
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: inMinutes ? 'minute' : 'second',
    unitDisplay: 'long',
    maximumFractionDigits: 0,
  }).format(Math.max(inMinutes ? 2 : 1, Math.round(inMinutes ? seconds / 60 : seconds)));
}

/** Seconds still to go at the pace so far; null while there is too little to judge by. */
export function secondsLeft(done: number, total: number | null, seconds: number): number | null {
  if (total === null || done <= 0 || seconds < 1 || done >= total) return null;
  return (seconds / done) * (total - done);
}
