/**
 * hippocampus, the writing side: readings, the queue, and gists.
 *
 * Invariants: strength grows by reading and by nothing else; a gist is replaced as a whole and never outlives a memory
 * it was made of (the migration's triggers see to it).
 */
import type { CommandInput } from '../../contract.ts';
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { WritableConnection } from '../../sqlite.ts';
import { BaseWriter, type CommandHandlers, conflict, type Digest, digestOf } from '../base-store.ts';
import { monthStart } from '../episodic/content.ts';
import { bandNumber, idBytes } from '../record-ids.ts';
import { SealedObjects } from '../sealed-object.ts';
import { hippocampusContract } from './contract.ts';
import { fadesAt, firstTrace, recalled, type Trace } from './forgetting.ts';
import { GIST, type GistWords, monthNumber, type StrengthLine, traceOf } from './records.ts';

type Contract = typeof hippocampusContract;

const BLACK = 3;

export class HippocampusWriter extends BaseWriter<Contract> {
  readonly contract: Contract = hippocampusContract;
  readonly #connection: WritableConnection;
  readonly #gists: SealedObjects<GistWords>;

  constructor(connection: WritableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#gists = new SealedObjects(keys, GIST);
  }

  protected readonly handlers: CommandHandlers<Contract> = {
    recall: ({ readings }, { nowMs }) => {
      for (const { id, atMs } of readings) {
        const memory = this.#memory(id);
        if (memory === null || memory.band === BLACK) continue;
        const known = this.#strength(memory.seq);
        this.#keep(memory.seq, recalled(known ?? firstTrace(memory.created_ms), Math.min(atMs, nowMs)));
      }
      return digestOf('recall', readings.map(({ id, atMs }) => `${id} ${atMs}`).join());
    },

    queue: ({ limit }) => {
      const next = this.#connection
        .read<{ seq: number; band: number }>(
          `SELECT seq, band FROM memory WHERE seq > (SELECT seq FROM consolidation_mark) ORDER BY seq LIMIT ?`,
        )
        .all(limit);
      const put = this.#connection.write('INSERT OR IGNORE INTO consolidation (memory) VALUES (?)');
      for (const { seq, band } of next) if (band !== BLACK) put.run(seq);
      const last = next.at(-1);
      if (last !== undefined) this.#connection.write('UPDATE consolidation_mark SET seq = ?').run(last.seq);
      return digestOf('queue', String(last?.seq ?? 0));
    },

    settle: (input, { nowMs }) => this.#settle(input, nowMs),
  };

  #settle({ month, band, memories, gist }: CommandInput<Contract, 'settle'>, nowMs: number): Digest {
    const seqs: number[] = [];
    for (const { id, version } of memories) {
      const memory = this.#memory(id);
      if (memory === null || memory.version !== version || memory.band !== bandNumber(band)) {
        throw conflict(this.name, 'changed', 'A memory of this month changed meanwhile.', { id });
      }
      seqs.push(memory.seq);
    }
    this.#goneThrough(monthNumber(month), bandNumber(band), nowMs);
    this.#connection
      .write('DELETE FROM gist WHERE month = ? AND band = ?')
      .run(monthNumber(month), bandNumber(band));
    if (gist === null) return digestOf('settle', month, band);
    const row = this.#gists.seal(gist.id, 0, band, { sentences: gist.sentences });
    this.#connection
      .write(
        'INSERT INTO gist (id, band, month, made_ms, epoch, wrapped, sealed) VALUES (?, ?, ?, ?, ?, ?, ?)',
      )
      .run(idBytes(gist.id), row.band, monthNumber(month), nowMs, row.epoch, row.wrapped, row.sealed);
    const link = this.#connection.write(
      'INSERT INTO gist_memory (gist, memory) VALUES ((SELECT seq FROM gist WHERE id = ?), ?)',
    );
    for (const seq of seqs) link.run(idBytes(gist.id), seq);
    return digestOf('settle', month, row.sealed);
  }

  /** Nothing of the month waits any more; what was never looked after is from now on. */
  #goneThrough(month: number, band: number, nowMs: number): void {
    const waiting = this.#connection
      .read<{ seq: number }>(
        `SELECT m.seq FROM memory AS m WHERE m.local_ms >= ? AND m.local_ms < ? AND m.band = ?
           AND EXISTS (SELECT 1 FROM consolidation AS c WHERE c.memory = m.seq)`,
      )
      .all(monthStart(month), monthStart(month + 1), band);
    const done = this.#connection.write('DELETE FROM consolidation WHERE memory = ?');
    for (const { seq } of waiting) {
      if (this.#strength(seq) === null) this.#keep(seq, firstTrace(nowMs));
      done.run(seq);
    }
  }

  #memory(id: string): { seq: number; band: number; version: number; created_ms: number } | null {
    return (
      this.#connection
        .read<{ seq: number; band: number; version: number; created_ms: number }>(
          'SELECT seq, band, version, created_ms FROM memory WHERE id = ?',
        )
        .get(idBytes(id)) ?? null
    );
  }

  #strength(memory: number): Trace | null {
    const line = this.#connection
      .read<StrengthLine>('SELECT * FROM memory_strength WHERE memory = ?')
      .get(memory);
    return line === undefined ? null : traceOf(line);
  }

  #keep(memory: number, trace: Trace): void {
    this.#connection
      .write(
        `INSERT OR REPLACE INTO memory_strength (memory, recalls, half_life_days, last_ms, fades_ms)
         VALUES (?, ?, ?, ?, ?)`,
      )
      .run(memory, trace.recalls, trace.halfLifeDays, trace.lastMs, fadesAt(trace));
  }
}
