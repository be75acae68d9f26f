/**
 * Questions about time: the same day in other years, what overlaps a stretch of time, what comes before and after,
 * and memories as a stream.
 *
 * Works on the timeline's narrow index, as `timeline.ts` does: ranges of wall-clock time, never a scan.
 */
import type { ReadableConnection, SqlValue } from '../../sqlite.ts';
import { type CalendarDay, sameDayIn } from './calendar.ts';
import type { EpisodicFilter } from './contract.ts';
import { conditionsOf } from './timeline.ts';

/** No offset from UTC is greater: bounds a wall-clock time from an instant. */
const MOST_OFFSET_MS = 24 * 3_600_000;

interface Place {
  readonly seq: number;
  readonly local_ms: number;
}

/** A place in a stream: after this memory. */
export interface StreamPlace {
  readonly localMs: number;
  readonly seq: number;
}

export class TemporalOrder {
  readonly #connection: ReadableConnection;

  constructor(connection: ReadableConnection) {
    this.#connection = connection;
  }

  /** Memories of the same day in the years before the asked one, newest year first. */
  sameDay(asked: CalendarDay, days: number, limit: number): { seq: number; year: number }[] {
    const found: { seq: number; year: number }[] = [];
    const inRange = this.#connection.read<Place>(
      `SELECT seq, local_ms FROM memory WHERE local_ms >= ? AND local_ms < ?
       ORDER BY local_ms DESC, seq DESC LIMIT ?`,
    );
    for (const year of this.#yearsBefore(asked.year)) {
      if (found.length >= limit) break;
      const { from, until } = sameDayIn(year, asked, days);
      for (const { seq } of inRange.all(from, until, limit - found.length)) found.push({ seq, year });
    }
    return found;
  }

  /** Memories that lie in, or last into, a stretch of time: those that began first come first. */
  overlapping(fromMs: number, untilMs: number, limit: number): number[] {
    return this.#connection
      .read<{ seq: number }>(
        `SELECT seq FROM (
           SELECT m.seq, m.at_ms FROM memory AS m
             WHERE m.local_ms >= ? AND m.local_ms < ? AND m.at_ms >= ? AND m.at_ms < ?
           UNION
           SELECT m.seq, m.at_ms FROM memory_span AS s CROSS JOIN memory AS m ON m.seq = s.memory
             WHERE s.until_ms > ? AND m.at_ms < ?)
         ORDER BY at_ms, seq LIMIT ?`,
      )
      .all(fromMs - MOST_OFFSET_MS, untilMs + MOST_OFFSET_MS, fromMs, untilMs, fromMs, untilMs, limit)
      .map(({ seq }) => seq);
  }

  /** What lies right before and right after a memory in the timeline: the nearest first. */
  around(place: Place, limit: number): { before: number[]; after: number[] } {
    const side = (sign: '<' | '>', order: 'DESC' | 'ASC'): number[] =>
      this.#connection
        .read<{ seq: number }>(
          `SELECT seq FROM memory WHERE (local_ms, seq) ${sign} (?, ?)
           ORDER BY local_ms ${order}, seq ${order} LIMIT ?`,
        )
        .all(place.local_ms, place.seq, limit)
        .map(({ seq }) => seq);
    return { before: side('<', 'DESC'), after: side('>', 'ASC') };
  }

  /** The next memories of a stream, in the order they happened. */
  stream(filter: EpisodicFilter, after: StreamPlace | null, limit: number): Place[] {
    const { source, where, values, lead, seq } = conditionsOf(filter);
    const [bound, from]: [string, SqlValue[]] =
      after === null ? ['', []] : [`AND (${lead}.local_ms, ${seq}) > (?, ?)`, [after.localMs, after.seq]];
    return this.#connection
      .read<Place>(
        `SELECT ${seq} AS seq, ${lead}.local_ms AS local_ms FROM ${source} WHERE ${where} ${bound}
         ORDER BY ${lead}.local_ms, ${seq} LIMIT ?`,
      )
      .all(...values, ...from, limit);
  }

  /** Years that hold memories, and their neighbours: a few days may reach over New Year. Newest first. */
  #yearsBefore(year: number): number[] {
    const years = new Set<number>();
    for (const { month } of this.#connection
      .read<{ month: number }>('SELECT DISTINCT month FROM memory_month WHERE month <= ?')
      .all(year * 12)) {
      const here = Math.floor(month / 12);
      for (const near of month % 12 === 0
        ? [here, here - 1]
        : month % 12 === 11
          ? [here, here + 1]
          : [here]) {
        if (near < year) years.add(near);
      }
    }
    return [...years].sort((a, b) => b - a);
  }
}
