/** episodic, the reading side: finds memories by place, id or source, and opens those that are shown. */

import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { ReadableConnection } from '../../sqlite.ts';
import { BaseReader, type QueryHandlers } from '../base-store.ts';
import { receiptReference } from '../receipts/reference.ts';
import { hexText, idBytes, idText } from '../record-ids.ts';
import { type EpisodicRow, episodicContract, type FacetCount } from './contract.ts';
import { type MemoryLine, MemoryRecords } from './records.ts';
import { Timeline } from './timeline.ts';

type Contract = typeof episodicContract;

export class EpisodicReader extends BaseReader<Contract> {
  readonly contract: Contract = episodicContract;
  readonly #connection: ReadableConnection;
  readonly #keys: ThreadKeys;
  readonly #records: MemoryRecords;
  readonly #timeline: Timeline;

  constructor(connection: ReadableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#keys = keys;
    this.#records = new MemoryRecords(connection, keys);
    this.#timeline = new Timeline(connection);
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
  };

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
