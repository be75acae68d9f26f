/**
 * workspace, the writing side: drafts, pins, focus and salience.
 *
 * Invariant: no pin, focus or salience of a BLACK memory: one that becomes BLACK loses them in the same unit.
 */
import { VaultError } from '../../../../shared/errors.ts';
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { WritableConnection } from '../../sqlite.ts';
import { BaseWriter, type CommandHandlers, conflict, digestOf } from '../base-store.ts';
import type { MemoryFollower, PlainText } from '../episodic/writer.ts';
import { bandNumber, bandOf, idBytes } from '../record-ids.ts';
import { MOST_PINS, workspaceContract } from './contract.ts';
import { joinedRank, rankOf } from './salience.ts';

type Contract = typeof workspaceContract;
const STORE = workspaceContract.name;

export const DRAFT = 'workspace/draft';

interface MemoryPlace {
  readonly seq: number;
  readonly band: number;
}

export class WorkspaceWriter extends BaseWriter<Contract> implements MemoryFollower {
  readonly contract: Contract = workspaceContract;
  readonly #connection: WritableConnection;
  readonly #keys: ThreadKeys;

  constructor(connection: WritableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#keys = keys;
  }

  protected readonly handlers: CommandHandlers<Contract> = {
    saveDraft: ({ id, baseVersion, band, content }, scope) => {
      const place = this.#keys.place(DRAFT, id, 0, band);
      const { epoch, wrapped, sealed } = this.#keys.seal(place, band, Buffer.from(content, 'utf8'));
      this.#connection
        .write(
          `INSERT OR REPLACE INTO draft (id, base_version, band, epoch, saved_ms, wrapped, sealed)
           VALUES (?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(idBytes(id), baseVersion, bandNumber(band), epoch, scope.nowMs, wrapped, sealed);
      return digestOf('saveDraft', id, sealed);
    },

    discardDraft: ({ id }) => {
      this.#connection.write('DELETE FROM draft WHERE id = ?').run(idBytes(id));
      return digestOf('discardDraft', id);
    },

    pin: ({ id, personId }, scope) => {
      const memory = this.#place(id);
      if (memory === null) {
        throw new VaultError('MEMORY_NOT_FOUND', 'This memory is not here any more.', {
          hint: 'It may have been deleted. Nothing was changed.',
          details: { store: STORE, id },
        });
      }
      if (bandOf(memory.band) === 'BLACK') {
        throw conflict(STORE, 'black', 'A BLACK memory is not pinned: a pin would say that it is there.', {
          id,
        });
      }
      const person = idBytes(personId);
      this.#connection.write('DELETE FROM pin WHERE person = ? AND memory = ?').run(person, memory.seq);
      const pins = this.#connection
        .read<{ n: number }>('SELECT count(*) AS n FROM pin WHERE person = ?')
        .get(person);
      if ((pins?.n ?? 0) >= MOST_PINS) {
        throw conflict(STORE, 'full', `There are ${MOST_PINS} pinned memories. Take one down first.`);
      }
      this.#connection
        .write('INSERT INTO pin (person, memory, pinned_ms) VALUES (?, ?, ?)')
        .run(person, memory.seq, scope.nowMs);
      return digestOf('pin', id, personId);
    },

    unpin: ({ id, personId }) => {
      const memory = this.#place(id);
      if (memory !== null) {
        this.#connection
          .write('DELETE FROM pin WHERE person = ? AND memory = ?')
          .run(idBytes(personId), memory.seq);
      }
      return digestOf('unpin', id, personId);
    },

    noteOpened: ({ personId, opened }) => {
      for (const { id, atMs } of opened) {
        const memory = this.#place(id);
        if (memory !== null && bandOf(memory.band) !== 'BLACK')
          this.#opened(idBytes(personId), memory.seq, atMs);
      }
      return digestOf('noteOpened', personId, ...opened.map(({ id, atMs }) => `${id}/${atMs}`));
    },

    setFocus: ({ deviceId, id }, scope) => {
      const memory = id === null ? null : this.#place(id);
      this.#connection.write('DELETE FROM focus WHERE device = ?').run(idBytes(deviceId));
      if (memory !== null && bandOf(memory.band) !== 'BLACK') {
        this.#connection
          .write('INSERT INTO focus (device, memory, since_ms) VALUES (?, ?, ?)')
          .run(idBytes(deviceId), memory.seq, scope.nowMs);
      }
      return digestOf('setFocus', deviceId, id ?? '');
    },
  };

  revised({ seq, indexable }: PlainText): void {
    if (indexable) return;
    this.#connection.write('DELETE FROM pin WHERE memory = ?').run(seq);
    this.#connection.write('DELETE FROM salience WHERE memory = ?').run(seq);
    this.#connection.write('DELETE FROM focus WHERE memory = ?').run(seq);
  }

  #opened(person: Buffer, memory: number, atMs: number): void {
    const known = this.#connection
      .read<{ rank: number; last_ms: number }>(
        'SELECT rank, last_ms FROM salience WHERE person = ? AND memory = ?',
      )
      .get(person, memory);
    if (known === undefined) {
      this.#connection
        .write('INSERT INTO salience (person, memory, rank, opened, last_ms) VALUES (?, ?, ?, 1, ?)')
        .run(person, memory, rankOf(atMs), atMs);
      return;
    }
    this.#connection
      .write('UPDATE salience SET rank = ?, opened = opened + 1, last_ms = ? WHERE person = ? AND memory = ?')
      .run(joinedRank(known.rank, rankOf(atMs)), Math.max(known.last_ms, atMs), person, memory);
  }

  #place(id: string): MemoryPlace | null {
    return (
      this.#connection.read<MemoryPlace>('SELECT seq, band FROM memory WHERE id = ?').get(idBytes(id)) ?? null
    );
  }
}
