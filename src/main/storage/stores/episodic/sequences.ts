/**
 * Sequences: memories in an order of their own, under a name.
 *
 * Invariants: a memory is in a sequence once; BLACK memories are in none; the name is sealed. What a sequence holds is
 * changed as a whole, by version, so that two people who arrange it at once do not mix their orders.
 */
import { VaultError } from '../../../../shared/errors.ts';
import type { CommandInput } from '../../contract.ts';
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { ReadableConnection, WritableConnection } from '../../sqlite.ts';
import { violatedIndex } from '../../sqlite-errors.ts';
import { conflict, type Digest, digestOf } from '../base-store.ts';
import { bandOf, idBytes, idText } from '../record-ids.ts';
import { type SealedColumns, SealedObjects } from '../sealed-object.ts';
import type { episodicContract, Sequence, SequencePlace } from './contract.ts';

type Contract = typeof episodicContract;

const EPISODIC = 'episodic';
const BLACK = 3;

interface SequenceWords {
  readonly name: string;
  readonly note: string;
}

interface SequenceLine extends SealedColumns {
  readonly seq: number;
  readonly id: Buffer;
  readonly version: number;
  readonly author: Buffer;
  readonly updated_ms: number;
}

const sealedSequences = (keys: ThreadKeys): SealedObjects<SequenceWords> =>
  new SealedObjects(keys, 'episodic/sequence');

function lineOf(connection: ReadableConnection, id: string): SequenceLine | null {
  return connection.read<SequenceLine>('SELECT * FROM sequence WHERE id = ?').get(idBytes(id)) ?? null;
}

export class SequenceWriter {
  readonly #connection: WritableConnection;
  readonly #sealed: SealedObjects<SequenceWords>;

  constructor(connection: WritableConnection, keys: ThreadKeys) {
    this.#connection = connection;
    this.#sealed = sealedSequences(keys);
  }

  begin(input: CommandInput<Contract, 'beginSequence'>, nowMs: number): Digest {
    const { id, authorId, band, name, note, memoryIds } = input;
    const row = this.#sealed.seal(id, 1, band, { name, note });
    try {
      this.#connection
        .write(
          `INSERT INTO sequence (id, version, band, author, created_ms, updated_ms, epoch, wrapped, sealed)
           VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(idBytes(id), row.band, idBytes(authorId), nowMs, nowMs, row.epoch, row.wrapped, row.sealed);
    } catch (fault) {
      if (violatedIndex(fault)?.includes('sequence.id')) {
        throw conflict(EPISODIC, 'id-taken', 'This id is taken.', { id });
      }
      throw fault;
    }
    this.#arrange(this.#expected(id, 1).seq, memoryIds);
    return digestOf('beginSequence', id, row.sealed, memoryIds.join());
  }

  arrange(input: CommandInput<Contract, 'arrangeSequence'>, nowMs: number): Digest {
    const { id, expectedVersion, band, name, note, memoryIds } = input;
    const line = this.#expected(id, expectedVersion);
    const version = line.version + 1;
    const row = this.#sealed.seal(id, version, band, { name, note });
    this.#connection
      .write(
        `UPDATE sequence SET version = ?, band = ?, updated_ms = ?, epoch = ?, wrapped = ?, sealed = ? WHERE seq = ?`,
      )
      .run(version, row.band, nowMs, row.epoch, row.wrapped, row.sealed, line.seq);
    this.#connection.write('DELETE FROM sequence_member WHERE sequence = ?').run(line.seq);
    this.#arrange(line.seq, memoryIds);
    return digestOf('arrangeSequence', id, row.sealed, memoryIds.join());
  }

  end({ id, expectedVersion }: CommandInput<Contract, 'endSequence'>): Digest {
    const line = this.#expected(id, expectedVersion);
    this.#connection.write('DELETE FROM sequence WHERE seq = ?').run(line.seq);
    return digestOf('endSequence', id, String(line.version));
  }

  span({ id, untilMs }: CommandInput<Contract, 'setSpan'>): Digest {
    const memory = this.#memory(id);
    if (untilMs === null) this.#connection.write('DELETE FROM memory_span WHERE memory = ?').run(memory.seq);
    else {
      if (untilMs <= memory.at_ms) {
        throw new VaultError('INVALID_INPUT', 'A memory ends after it begins.', {
          hint: 'Nothing was changed. Look at the two times.',
          details: { store: EPISODIC, field: 'untilMs' },
        });
      }
      this.#connection
        .write(
          `INSERT INTO memory_span (memory, until_ms) VALUES (?, ?)
           ON CONFLICT (memory) DO UPDATE SET until_ms = excluded.until_ms`,
        )
        .run(memory.seq, untilMs);
    }
    return digestOf('setSpan', id, String(untilMs));
  }

  #arrange(sequence: number, memoryIds: readonly string[]): void {
    const put = this.#connection.write(
      'INSERT INTO sequence_member (sequence, position, memory) VALUES (?, ?, ?)',
    );
    for (const [position, id] of memoryIds.entries()) {
      const { seq, band } = this.#memory(id);
      if (band === BLACK) {
        throw new VaultError('INVALID_INPUT', 'A memory of the band BLACK is in no sequence.', {
          hint: 'Nothing was changed. Leave it out.',
          details: { store: EPISODIC, field: 'memoryIds' },
        });
      }
      put.run(sequence, position, seq);
    }
  }

  #memory(id: string): { seq: number; band: number; at_ms: number } {
    const row = this.#connection
      .read<{ seq: number; band: number; at_ms: number }>('SELECT seq, band, at_ms FROM memory WHERE id = ?')
      .get(idBytes(id));
    if (row !== undefined) return row;
    throw new VaultError('MEMORY_NOT_FOUND', 'This memory is not here any more.', {
      hint: 'It may have been deleted. Nothing was changed.',
      details: { store: EPISODIC, id },
    });
  }

  #expected(id: string, version: number): SequenceLine {
    const line = lineOf(this.#connection, id);
    if (line === null) {
      throw new VaultError('NOT_FOUND', 'This sequence is not there any more.', {
        hint: 'Nothing was changed. It may have been ended meanwhile.',
        details: { store: EPISODIC, id },
      });
    }
    if (line.version === version) return line;
    throw conflict(EPISODIC, 'version', 'This sequence was changed meanwhile.', {
      id,
      version: line.version,
    });
  }
}

export class SequenceReader {
  readonly #connection: ReadableConnection;
  readonly #keys: ThreadKeys;
  readonly #sealed: SealedObjects<SequenceWords>;

  constructor(connection: ReadableConnection, keys: ThreadKeys) {
    this.#connection = connection;
    this.#keys = keys;
    this.#sealed = sealedSequences(keys);
  }

  /** Last changed first. */
  all(): Sequence[] {
    return this.#connection
      .read<SequenceLine>('SELECT * FROM sequence ORDER BY updated_ms DESC, seq DESC')
      .all()
      .flatMap((line) => (this.#sealed.opens(line) ? [this.#sequence(line)] : []));
  }

  /** Null where there is none, or its band's key is not held. */
  get(id: string): Sequence | null {
    const line = lineOf(this.#connection, id);
    return line === null || !this.#sealed.opens(line) ? null : this.#sequence(line);
  }

  /** Where a memory stands in the sequences it belongs to. */
  placesOf(memoryId: string): SequencePlace[] {
    const lines = this.#connection
      .read<SequenceLine>(
        `SELECT s.* FROM memory AS m JOIN sequence_member AS w ON w.memory = m.seq
         JOIN sequence AS s ON s.seq = w.sequence WHERE m.id = ? ORDER BY s.seq`,
      )
      .all(idBytes(memoryId));
    return lines.flatMap((line) => {
      if (!this.#sealed.opens(line)) return [];
      const { id, name, memoryIds } = this.#sequence(line);
      const index = memoryIds.indexOf(memoryId);
      return [
        {
          sequenceId: id,
          name,
          position: index + 1,
          total: memoryIds.length,
          previousId: memoryIds[index - 1] ?? null,
          nextId: memoryIds[index + 1] ?? null,
        },
      ];
    });
  }

  #sequence(line: SequenceLine): Sequence {
    const id = idText(line.id);
    const members = this.#connection
      .read<{ id: Buffer; band: number }>(
        `SELECT m.id, m.band FROM sequence_member AS w JOIN memory AS m ON m.seq = w.memory
         WHERE w.sequence = ? ORDER BY w.position`,
      )
      .all(line.seq);
    return {
      id,
      version: line.version,
      band: bandOf(line.band),
      authorId: idText(line.author),
      updatedMs: line.updated_ms,
      ...this.#sealed.open(id, line.version, line),
      memoryIds: members
        .filter(({ band }) => this.#keys.holds(bandOf(band)))
        .map((member) => idText(member.id)),
    };
  }
}
