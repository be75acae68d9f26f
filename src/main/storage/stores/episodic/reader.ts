/** episodic, the reading side: finds memories by place, id or source, and opens those that are shown. */

import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { ReadableConnection } from '../../sqlite.ts';
import { BaseReader, type QueryHandlers } from '../base-store.ts';
import { receiptReference } from '../receipts/reference.ts';
import { bandOf, hexText, idBytes, idText } from '../record-ids.ts';
import { type EpisodicRow, episodicContract, type FacetCount } from './contract.ts';
import { type MemoryLine, MemoryRecords } from './records.ts';
import { SequenceReader } from './sequences.ts';
import { TemporalOrder } from './temporal.ts';
import { Timeline } from './timeline.ts';

type Contract = typeof episodicContract;

export class EpisodicReader extends BaseReader<Contract> {
  readonly contract: Contract = episodicContract;
  readonly #connection: ReadableConnection;
  readonly #keys: ThreadKeys;
  readonly #records: MemoryRecords;
  readonly #timeline: Timeline;
  readonly #temporal: TemporalOrder;
  readonly #sequences: SequenceReader;

  constructor(connection: ReadableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#keys = keys;
    this.#records = new MemoryRecords(connection, keys);
    this.#timeline = new Timeline(connection);
    this.#temporal = new TemporalOrder(connection);
    this.#sequences = new SequenceReader(connection, keys);
  }

  protected readonly handlers: QueryHandlers<Contract> = {
    page: ({ offset, limit, filter }) => {
      const { total, seqs } = this.#timeline.page(filter, offset, limit);
      const rows: EpisodicRow[] = [];
      for (const seq of seqs) {
        const line = this.#records.lineAt(seq);
        if (line !== null) rows.push(this.#records.row(line));
      }
      return { total, rows };
    },

    months: ({ filter }) => this.#timeline.months(filter),

    facets: () => ({ tags: this.#facetCounts(0), people: this.#facetCounts(1) }),

    get: ({ id }) => {
      const line = this.#records.line(idBytes(id));
      if (line === null) return null;
      const { excerpt: _excerpt, ...row } = this.#records.row(line);
      return {
        ...row,
        text: this.#records.content(line).text,
        authorId: idText(line.author),
        createdMs: line.created_ms,
        updatedMs: line.updated_ms,
        sourceDigest: line.source_digest === null ? null : hexText(line.source_digest),
        receipt: receiptReference(this.#connection, line.receipt_seq),
      };
    },

    rows: ({ ids }) => this.#lines(ids).map((line) => this.#records.row(line)),

    titles: ({ ids }) =>
      this.#lines(ids).map((line) => ({ id: idText(line.id), title: this.#records.head(line).title })),

    byExternalIds: ({ ids }) => {
      const statement = this.#connection.read<{ id: Buffer; version: number; source_digest: Buffer | null }>(
        'SELECT id, version, source_digest FROM memory WHERE external_key = ?',
      );
      return ids.flatMap((externalId) => {
        const line = statement.get(this.#keys.externalKey(externalId));
        if (line === undefined) return [];
        const sourceDigest = line.source_digest === null ? null : hexText(line.source_digest);
        return [{ externalId, id: idText(line.id), version: line.version, sourceDigest }];
      });
    },

    stats: () => ({
      memories:
        this.#connection.read<{ n: number | null }>('SELECT sum(memories) AS n FROM memory_month').get()?.n ??
        0,
    }),

    onThisDay: ({ days, limit, ...day }) =>
      this.#temporal
        .sameDay(day, days, limit)
        .flatMap(({ seq, year }) => this.#held([seq]).map((row) => ({ row, yearsAgo: day.year - year }))),

    overlapping: ({ fromMs, untilMs, limit }) =>
      this.#temporal
        .overlapping(fromMs, untilMs, limit)
        .flatMap((seq) => this.#held([seq]).map((row) => ({ row, untilMs: this.#endOf(seq) }))),

    around: ({ id, limit }) => {
      const line = this.#records.line(idBytes(id));
      if (line === null) return null;
      const { before, after } = this.#temporal.around(line, limit);
      return {
        before: this.#held(before),
        after: this.#held(after),
        untilMs: this.#endOf(line.seq),
        sequences: this.#sequences.placesOf(id),
      };
    },

    stream: ({ filter, after, limit }) => {
      const places = this.#temporal.stream(filter, after, limit);
      const last = places.at(-1);
      return {
        rows: this.#held(places.map(({ seq }) => seq)),
        next: last === undefined || places.length < limit ? null : { localMs: last.local_ms, seq: last.seq },
      };
    },

    sequences: () => this.#sequences.all(),

    sequence: ({ id }) => this.#sequences.get(id),
  };

  /** Those of the memories whose band's key this device holds. */
  #held(seqs: readonly number[]): EpisodicRow[] {
    return seqs.flatMap((seq) => {
      const line = this.#records.lineAt(seq);
      return line === null || !this.#keys.holds(bandOf(line.band)) ? [] : [this.#records.row(line)];
    });
  }

  #endOf(seq: number): number | null {
    const row = this.#connection
      .read<{ until_ms: number }>('SELECT until_ms FROM memory_span WHERE memory = ?')
      .get(seq);
    return row?.until_ms ?? null;
  }

  #lines(ids: readonly string[]): MemoryLine[] {
    return ids.flatMap((id) => this.#records.line(idBytes(id)) ?? []);
  }

  #facetCounts(type: number): FacetCount[] {
    return this.#connection
      .read<FacetCount>(
        `SELECT value, count(*) AS count FROM memory_facet WHERE type = ?
         GROUP BY value ORDER BY count DESC, value`,
      )
      .all(type);
  }
}
