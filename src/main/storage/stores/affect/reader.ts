/** affect, the reading side: moods by time, by memory, by word, and what they come to by day, week and month. */
import type { MoodPoint, MoodStep } from '../../../../shared/contracts/moods.ts';
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { ReadableConnection } from '../../sqlite.ts';
import { BaseReader, type QueryHandlers, type StoreCheck } from '../base-store.ts';
import { bandNumber, idBytes, idText } from '../record-ids.ts';
import { VersionedRecords } from '../versioned-records.ts';
import { affectContract, type Felt, type LabelCount, type MoodRecord } from './contract.ts';
import { MOODS, type MoodLine } from './writer.ts';

type Contract = typeof affectContract;
type Range = Parameters<QueryHandlers<Contract>['labels']>[0];

const DAY_MS = 86_400_000;
const BLACK = bandNumber('BLACK');

export class AffectReader extends BaseReader<Contract> {
  readonly contract: Contract = affectContract;
  readonly #connection: ReadableConnection;
  readonly #moods: VersionedRecords<MoodLine, Felt>;

  constructor(connection: ReadableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#moods = new VersionedRecords(connection, keys, MOODS);
  }

  protected readonly handlers: QueryHandlers<Contract> = {
    get: ({ id }) => {
      const line = this.#moods.line(id);
      return line === null || !this.#moods.opens(line) ? null : this.#mood(line);
    },

    list: ({ limit, ...range }) =>
      this.#lines(range)
        .slice(-limit)
        .reverse()
        .map((line) => this.#mood(line)),

    ofMemory: ({ memoryId }) => {
      const linked = this.#connection
        .read<MoodLine>(
          `SELECT mood.* FROM mood JOIN memory ON memory.seq = mood.memory WHERE memory.id = ?
           ORDER BY mood.local_ms, mood.seq`,
        )
        .all(idBytes(memoryId));
      // Of BLACK ones the seal alone says which memory they are about.
      const unlinked = this.#connection
        .read<MoodLine>('SELECT * FROM mood WHERE memory IS NULL AND band = ? ORDER BY local_ms, seq')
        .all(BLACK);
      return [...linked, ...unlinked]
        .filter((line) => this.#moods.opens(line))
        .map((line) => this.#mood(line))
        .filter((mood) => mood.memoryId === memoryId);
    },

    series: ({ by, ...range }) => {
      const steps = new Map<string, Felt[]>();
      for (const line of this.#lines(range)) {
        const day = stepOf(line.local_ms, by);
        const within = steps.get(day);
        const felt = this.#moods.open(line);
        if (within === undefined) steps.set(day, [felt]);
        else within.push(felt);
      }
      return [...steps].map(([day, felts]) => pointOf(day, felts));
    },

    labels: (range) => {
      const counts = new Map<string, LabelCount>();
      for (const line of this.#lines(range)) {
        const { feeling, word } = this.#moods.open(line);
        if (feeling === null && word === '') continue;
        const key = feeling ?? `=${word}`;
        const known = counts.get(key);
        counts.set(key, {
          feeling,
          word: feeling === null ? word : '',
          count: (known?.count ?? 0) + 1,
        });
      }
      return [...counts.values()].sort((a, b) => b.count - a.count);
    },

    authors: () =>
      this.#connection
        .read<{ author: Buffer; count: number }>(
          'SELECT author, count(*) AS count FROM mood GROUP BY author ORDER BY count DESC',
        )
        .all()
        .map(({ author, count }) => ({ authorId: idText(author), count })),
  };

  override check(from: number, rows: number): StoreCheck {
    return this.#moods.check(from, rows);
  }

  /** Oldest first. */
  #lines({ authorId, fromMs, toMs, bands }: Range): MoodLine[] {
    const wanted = new Set(bands.map(bandNumber));
    return this.#connection
      .read<MoodLine>(
        'SELECT * FROM mood WHERE author = ? AND local_ms >= ? AND local_ms < ? ORDER BY local_ms, seq',
      )
      .all(idBytes(authorId), fromMs, toMs)
      .filter((line) => wanted.has(line.band) && this.#moods.opens(line));
  }

  #mood(line: MoodLine): MoodRecord {
    return {
      ...this.#moods.head(line),
      ...this.#moods.open(line),
      atMs: line.at_ms,
      offsetMinutes: line.offset_minutes,
    };
  }
}

/** The day itself, the Monday of its week, or the first of its month: `2026-11-24`. */
function stepOf(localMs: number, by: MoodStep): string {
  const days = Math.floor(localMs / DAY_MS);
  // 1970-01-01 was a Thursday.
  const shown = by === 'week' ? days - ((((days + 3) % 7) + 7) % 7) : days;
  const day = new Date(shown * DAY_MS).toISOString().slice(0, 10);
  return by === 'month' ? `${day.slice(0, 7)}-01` : day;
}

function pointOf(day: string, felts: readonly Felt[]): MoodPoint {
  const valences = felts.map(({ valence }) => valence);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    day,
    count: felts.length,
    mean: mean(valences),
    min: Math.min(...valences),
    max: Math.max(...valences),
    meanArousal: mean(felts.map(({ arousal }) => arousal)),
  };
}
