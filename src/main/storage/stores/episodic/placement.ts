/** A memory's place beside its record: its tags and people, and its month's count. BLACK memories leave no facet. */
import type { WritableConnection, WriteStatement } from '../../sqlite.ts';
import { type Content, monthOf } from './content.ts';

/** What places a memory. */
export interface Placed {
  readonly seq: number;
  readonly local_ms: number;
  readonly band: number;
}

const BLACK = 3;
const TAG = 0;
const PERSON = 1;

type Labels = Pick<Content, 'tags' | 'people'>;

export class Placement {
  readonly #connection: WritableConnection;

  constructor(connection: WritableConnection) {
    this.#connection = connection;
  }

  enter(placed: Placed, labels: Labels): void {
    each(placed, labels, (type, value) => this.#putFacet.run(type, value, placed.local_ms, placed.seq));
    this.#enterMonth.run(monthOf(placed.local_ms), placed.band);
  }

  /** Takes out what `enter` put in: the same place, the same labels. */
  leave(placed: Placed, labels: Labels): void {
    each(placed, labels, (type, value) => this.#dropFacet.run(type, value, placed.local_ms, placed.seq));
    const month = monthOf(placed.local_ms);
    this.#leaveMonth.run(month, placed.band);
    this.#dropEmptyMonth.run(month, placed.band);
  }

  // Compiled when first used, and kept by the connection: opening a space waits for none of them.

  get #putFacet(): WriteStatement {
    return this.#connection.write(
      'INSERT OR IGNORE INTO memory_facet (type, value, local_ms, memory) VALUES (?, ?, ?, ?)',
    );
  }

  get #dropFacet(): WriteStatement {
    return this.#connection.write(
      'DELETE FROM memory_facet WHERE type = ? AND value = ? AND local_ms = ? AND memory = ?',
    );
  }

  get #enterMonth(): WriteStatement {
    return this.#connection.write(
      `INSERT INTO memory_month (month, band, memories) VALUES (?, ?, 1)
       ON CONFLICT (month, band) DO UPDATE SET memories = memories + 1`,
    );
  }

  get #leaveMonth(): WriteStatement {
    return this.#connection.write(
      'UPDATE memory_month SET memories = memories - 1 WHERE month = ? AND band = ?',
    );
  }

  get #dropEmptyMonth(): WriteStatement {
    return this.#connection.write('DELETE FROM memory_month WHERE month = ? AND band = ? AND memories = 0');
  }
}

function each(placed: Placed, labels: Labels, work: (type: number, value: string) => void): void {
  if (placed.band === BLACK) return;
  for (const tag of labels.tags) work(TAG, tag);
  for (const person of labels.people) work(PERSON, person);
}
