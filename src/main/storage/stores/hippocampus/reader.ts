/** hippocampus, the reading side: what waits, what fades, what a month was, and a check of it all. */
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { ReadableConnection } from '../../sqlite.ts';
import { BaseReader, type QueryHandlers, type StoreCheck } from '../base-store.ts';
import { monthOf, monthStart, monthText } from '../episodic/content.ts';
import { type MemoryLine, MemoryRecords } from '../episodic/records.ts';
import { bandNumber, bandOf, idBytes, idText } from '../record-ids.ts';
import { SealedObjects } from '../sealed-object.ts';
import { centralSentences } from './central-sentences.ts';
import {
  GIST_MEMORIES,
  type Gist,
  hippocampusContract,
  type MemoryStrength,
  type WaitingMonth,
} from './contract.ts';
import { strengthAt } from './forgetting.ts';
import { GIST, type GistLine, type GistWords, monthNumber, type StrengthLine, traceOf } from './records.ts';

type Contract = typeof hippocampusContract;

/** Waiting memories that are looked at for their months, and faded ones for a choice among them. */
const LOOKED_AT = 2000;
/** UTF-16 code units of one text that sentences are taken from. */
const TEXT_SOURCE = 20_000;

type StrengthOfMemory = StrengthLine & { readonly id: Buffer; readonly band: number };

export class HippocampusReader extends BaseReader<Contract> {
  readonly contract: Contract = hippocampusContract;
  readonly #connection: ReadableConnection;
  readonly #keys: ThreadKeys;
  readonly #gists: SealedObjects<GistWords>;
  readonly #memories: MemoryRecords;

  constructor(connection: ReadableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#keys = keys;
    this.#gists = new SealedObjects(keys, GIST);
    this.#memories = new MemoryRecords(connection, keys);
  }

  protected readonly handlers: QueryHandlers<Contract> = {
    waiting: ({ limit }) => {
      const months = new Map<string, { month: string; band: WaitingMonth['band']; waiting: number }>();
      for (const { local_ms, band } of this.#connection
        .read<{ local_ms: number; band: number }>(
          `SELECT m.local_ms, m.band FROM consolidation AS c JOIN memory AS m ON m.seq = c.memory
           ORDER BY c.memory LIMIT ${LOOKED_AT}`,
        )
        .all()) {
        if (!this.#keys.holds(bandOf(band))) continue;
        const month = monthText(monthOf(local_ms));
        const key = `${month}/${band}`;
        const known = months.get(key);
        if (known === undefined) months.set(key, { month, band: bandOf(band), waiting: 1 });
        else known.waiting += 1;
      }
      return [...months.values()].slice(0, limit);
    },

    condense: ({ month, band, sentences }) => {
      const lines = this.#memoriesOf(monthNumber(month), bandNumber(band));
      if (!this.#keys.holds(band)) return { memories: [], sentences: [] };
      const texts = lines.map((line) => this.#memories.content(line).text.slice(0, TEXT_SOURCE));
      const central = centralSentences(texts, sentences);
      return {
        memories: lines.map(({ id, version }) => ({ id: idText(id), version })),
        sentences: central.flatMap(({ source, text }) => {
          const line = lines[source];
          return line === undefined ? [] : [{ memoryId: idText(line.id), text }];
        }),
      };
    },

    strengths: ({ ids, nowMs }) =>
      ids.flatMap((id) => {
        const line = this.#connection
          .read<StrengthOfMemory>(
            `SELECT s.*, m.id, m.band FROM memory AS m JOIN memory_strength AS s ON s.memory = m.seq
             WHERE m.id = ?`,
          )
          .get(idBytes(id));
        return line === undefined ? [] : this.#held(line, nowMs);
      }),

    fading: ({ nowMs, limit, seed }) =>
      this.#connection
        .read<StrengthOfMemory>(
          `SELECT s.*, m.id, m.band FROM (
             SELECT * FROM memory_strength WHERE fades_ms <= ? ORDER BY fades_ms LIMIT ${LOOKED_AT}) AS s
           JOIN memory AS m ON m.seq = s.memory`,
        )
        .all(nowMs)
        .sort((a, b) => shuffled(a.memory, seed) - shuffled(b.memory, seed) || a.memory - b.memory)
        .flatMap((line) => this.#held(line, nowMs))
        .slice(0, limit),

    gists: ({ offset, limit }) => {
      const lines = this.#connection
        .read<GistLine>('SELECT * FROM gist ORDER BY month DESC, band LIMIT ? OFFSET ?')
        .all(limit, offset);
      return {
        total: this.#count('SELECT count(*) AS n FROM gist'),
        rows: lines.flatMap((line) => (this.#gists.opens(line) ? [this.#gist(line)] : [])),
      };
    },

    stats: ({ nowMs }) => ({
      waiting: this.#count('SELECT count(*) AS n FROM consolidation'),
      remembered: this.#count('SELECT count(*) AS n FROM memory_strength'),
      fading: this.#count('SELECT count(*) AS n FROM memory_strength WHERE fades_ms <= ?', nowMs),
      gists: this.#count('SELECT count(*) AS n FROM gist'),
      unseen:
        this.#count(
          'SELECT EXISTS (SELECT 1 FROM memory WHERE seq > (SELECT seq FROM consolidation_mark)) AS n',
        ) === 1,
    }),
  };

  /** Every gist opens and is made of something; no BLACK memory is looked after. */
  override check(from: number, rows: number): StoreCheck {
    const lines = this.#connection
      .read<GistLine & { readonly memories: number }>(
        `SELECT g.*, (SELECT count(*) FROM gist_memory AS w WHERE w.gist = g.seq) AS memories
         FROM gist AS g WHERE g.seq > ? ORDER BY g.seq LIMIT ?`,
      )
      .all(from, rows);
    const broken = lines.filter(
      (line) => line.memories === 0 || (this.#gists.opens(line) && !this.#isWhole(line)),
    ).length;
    const black =
      from > 0
        ? 0
        : this.#count(
            `SELECT count(*) AS n FROM memory AS m WHERE m.band = 3 AND (
               EXISTS (SELECT 1 FROM memory_strength AS s WHERE s.memory = m.seq)
               OR EXISTS (SELECT 1 FROM consolidation AS c WHERE c.memory = m.seq))`,
          );
    const last = lines.at(-1)?.seq;
    return {
      findings: [
        ...(broken === 0
          ? []
          : [
              {
                code: 'gist-unreadable',
                severity: 'warning' as const,
                count: broken,
                what: 'What some months were in a few sentences does not open, or is of no memory.',
                todo: 'Change any memory of that month: it is worked out again.',
                rebuildHelps: false,
              },
            ]),
        ...(black === 0
          ? []
          : [
              {
                code: 'strength-of-black',
                severity: 'damage' as const,
                count: black,
                what: 'It is noted when BLACK memories were read, which must never be.',
                todo: 'Tell us: this is a fault of the app.',
                rebuildHelps: false,
              },
            ]),
      ],
      next: lines.length < rows || last === undefined ? null : last,
    };
  }

  /** The newest memories of one month and band, oldest first. */
  #memoriesOf(month: number, band: number): MemoryLine[] {
    return this.#connection
      .read<{ seq: number }>(
        `SELECT seq FROM memory WHERE local_ms >= ? AND local_ms < ? AND band = ?
         ORDER BY local_ms DESC, seq DESC LIMIT ${GIST_MEMORIES}`,
      )
      .all(monthStart(month), monthStart(month + 1), band)
      .reverse()
      .flatMap(({ seq }) => this.#memories.lineAt(seq) ?? []);
  }

  #held(line: StrengthOfMemory, nowMs: number): MemoryStrength[] {
    if (!this.#keys.holds(bandOf(line.band))) return [];
    const trace = traceOf(line);
    return [{ id: idText(line.id), strength: strengthAt(trace, nowMs), ...trace }];
  }

  #gist(line: GistLine): Gist {
    const id = idText(line.id);
    const memories = this.#connection
      .read<{ id: Buffer }>(
        `SELECT m.id FROM gist_memory AS w JOIN memory AS m ON m.seq = w.memory
         WHERE w.gist = ? ORDER BY m.local_ms, m.seq`,
      )
      .all(line.seq);
    return {
      id,
      band: bandOf(line.band),
      month: monthText(line.month),
      madeMs: line.made_ms,
      sentences: this.#gists.open(id, 0, line).sentences,
      memoryIds: memories.map((memory) => idText(memory.id)),
    };
  }

  #isWhole(line: GistLine): boolean {
    try {
      this.#gists.open(idText(line.id), 0, line);
      return true;
    } catch {
      return false;
    }
  }

  #count(sql: string, ...values: number[]): number {
    return this.#connection.read<{ n: number }>(sql).get(...values)?.n ?? 0;
  }
}

/** The same for the same day, another order on the next (a multiplicative hash of 32 bits). */
function shuffled(memory: number, seed: number): number {
  return Math.imul(Math.imul(memory ^ (seed * 0x9e3779b1), 0x85ebca6b) ^ (memory >>> 7), 0xc2b2ae35) >>> 0;
}
