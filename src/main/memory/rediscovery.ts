/**
 * Memories that come back by themselves: this day in other years, what is worth reading again, what a month was.
 *
 * Invariant: only GREEN and AMBER memories come unasked. What is more private waits until somebody opens it.
 */
import type { Band } from '../../shared/bands.ts';
import type { CalendarDay, MonthGist, Rediscovered } from '../../shared/contracts/rediscovery.ts';
import type { EpisodicRow } from '../storage/stores/episodic/contract.ts';
import type { OpenSpace } from '../vault/contract.ts';
import { systemClock } from '../vault/contract.ts';
import { enterSpace } from './access-gate.ts';
import type { Consolidation } from './consolidation.ts';
import type { Deletion } from './deletion.ts';
import type { MemoryPorts } from './ports.ts';
import { memoryRow } from './shapes.ts';

const DAY_MS = 86_400_000;
/** Asked for, so that a few may be left out. */
const SPARE = 3;

const comesUnasked = (band: Band): boolean => band === 'GREEN' || band === 'AMBER';

export class Rediscovery {
  readonly #ports: MemoryPorts;
  readonly #deletion: Deletion;
  readonly #consolidation: Consolidation;

  constructor(ports: MemoryPorts, deletion: Deletion, consolidation: Consolidation) {
    this.#ports = ports;
    this.#deletion = deletion;
    this.#consolidation = consolidation;
  }

  /** @param days how many days before and after count as the same, too */
  async onThisDay(spaceId: string, day: CalendarDay, days: number, limit: number): Promise<Rediscovered[]> {
    const space = await this.#open(spaceId);
    const found = await space.database.query('episodic.onThisDay', {
      ...day,
      days,
      limit: Math.min(100, limit * SPARE),
    });
    return found
      .filter(({ row }) => this.#shows(space, row))
      .slice(0, limit)
      .map(({ row, yearsAgo }) => ({ memory: memoryRow(space.id, row, () => null), yearsAgo }));
  }

  /** Memories that fade from mind; others each day. */
  async worthReading(spaceId: string, limit: number): Promise<Rediscovered[]> {
    const space = await this.#open(spaceId);
    const nowMs = (this.#ports.clock ?? systemClock).now();
    const fading = await space.database.query('hippocampus.fading', {
      nowMs,
      limit: Math.min(100, limit * SPARE),
      seed: Math.floor(nowMs / DAY_MS),
    });
    const rows = await space.database.query('episodic.rows', { ids: fading.map(({ id }) => id) });
    const year = new Date(nowMs).getUTCFullYear();
    return rows
      .filter((row) => this.#shows(space, row))
      .slice(0, limit)
      .map((row) => ({
        memory: memoryRow(space.id, row, () => null),
        yearsAgo: Math.max(0, year - new Date(row.atMs + row.offsetMinutes * 60_000).getUTCFullYear()),
      }));
  }

  /** Months in a few of their own sentences, the latest first. Some that wait are gone through before. */
  async months(
    spaceId: string,
    offset: number,
    limit: number,
  ): Promise<{ total: number; rows: MonthGist[] }> {
    const space = await this.#open(spaceId);
    await this.#consolidation.catchUp(space.id);
    const { total, rows } = await space.database.query('hippocampus.gists', { offset, limit });
    return {
      total,
      rows: rows
        .filter(({ band }) => comesUnasked(band))
        .map(({ id, month, band, sentences, memoryIds }) => ({
          id,
          month,
          band,
          memories: memoryIds.length,
          sentences: sentences
            .filter(({ memoryId }) => this.#isThere(space, memoryId))
            .map((each) => ({ ...each })),
        })),
    };
  }

  #shows(space: OpenSpace, row: EpisodicRow): boolean {
    return comesUnasked(row.band) && this.#isThere(space, row.id);
  }

  /** What is being deleted does not come back by itself. */
  #isThere(space: OpenSpace, id: string): boolean {
    return this.#deletion.pendingUntil(space.id, id) === null;
  }

  #open(spaceId: string): Promise<OpenSpace> {
    return enterSpace(this.#ports.vaults.session(), spaceId, 'space.open');
  }
}
