/** A moment as this machine's clock shows it: ISO 8601 with its offset, without fractions of a second. */
const MINUTE_MS = 60_000;
const WITHOUT_FRACTION = 19;

const twoDigits = (value: number): string => String(value).padStart(2, '0');

export function stampOf(date: Date): string {
  const ahead = -Math.round(date.getTimezoneOffset());
  const local = new Date(date.getTime() + ahead * MINUTE_MS).toISOString().slice(0, WITHOUT_FRACTION);
  const size = Math.abs(ahead);
  return `${local}${ahead < 0 ? '-' : '+'}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`;
}
