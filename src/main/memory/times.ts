/**
 * Instants with the offset they were given in: from the contract's ISO 8601 text to what the engine keeps and back.
 *
 * Invariant: year 1 to year 9999 survive the round trip, as their writer's clock showed them. A memory of a
 * summer evening in Lisbon stays an evening, wherever it is read.
 */

export interface Instant {
  /** Milliseconds since 1970-01-01T00:00Z; negative before. */
  readonly atMs: number;
  /** Minutes east of UTC, -1439 to 1439. */
  readonly offsetMinutes: number;
}

const OFFSET = /([+-])(\d{2}):?(\d{2})$/;

/** @param text ISO 8601 with `Z` or an offset, as `timestampSchema` admits it. */
export function parseInstant(text: string): Instant {
  const offset = OFFSET.exec(text);
  const minutes = offset === null ? 0 : Number(offset[2]) * 60 + Number(offset[3]);
  return { atMs: Date.parse(text), offsetMinutes: offset?.[1] === '-' ? -minutes : minutes };
}

/** ISO 8601 as the writer's clock showed it; milliseconds only where there are some. */
export function formatInstant({ atMs, offsetMinutes }: Instant): string {
  const local = new Date(atMs + offsetMinutes * 60_000).toISOString().replace(/\.000Z$|Z$/, '');
  if (offsetMinutes === 0) return `${local}Z`;
  const size = Math.abs(offsetMinutes);
  const pad = (value: number): string => String(value).padStart(2, '0');
  return `${local}${offsetMinutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

/** An instant of the machine (a creation, a deletion), in UTC. */
export function formatUtc(atMs: number): string {
  return formatInstant({ atMs, offsetMinutes: 0 });
}
