/**
 * Going through memories while nobody waits: what was read is noted, what is new is gone through month by month.
 *
 * Invariants: readings are gathered and written together, so that reading stays reading and leaves few receipts; one
 * step is one month and a few milliseconds, and a few steps are taken at a time; what cannot be written (a full disk, a file that may only be read) is left
 * and nobody is told, since nothing of theirs is lost by it. Nothing is ever deleted here.
 */
import type { Band } from '../../shared/bands.ts';
import { VaultError } from '../../shared/errors.ts';
import { systemClock } from '../vault/contract.ts';
import { enterSpace } from './access-gate.ts';
import { contextFor, type Listeners, type MemoryPorts, newId } from './ports.ts';

/** Between two steps. */
const STEP_MS = 20_000;
/** As long after a change nothing is gone through: somebody is at work. */
const REST_MS = 15_000;
/** Months that are gone through at a time. */
const MONTHS = 8;
const READINGS = 100;
const QUEUED = 1000;
const SENTENCES = 4;

interface Reading {
  readonly id: string;
  readonly atMs: number;
}

export class Consolidation {
  readonly #ports: MemoryPorts;
  /** Readings by space, and spaces that somebody looked at since the vault was opened. */
  readonly #spaces = new Map<string, Reading[]>();
  #lastChangeMs = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(ports: MemoryPorts, changed: Listeners<{ spaceId: string }>) {
    this.#ports = ports;
    changed.add(({ spaceId }) => {
      this.#lastChangeMs = this.#now();
      this.#noted(spaceId);
    });
    ports.vaults.beforeLock(() => this.#end());
  }

  /** A memory was opened to be read. Nothing is noted of a BLACK one. */
  noteReading(spaceId: string, memory: { readonly id: string; readonly band: Band }): void {
    if (memory.band === 'BLACK') return;
    const readings = this.#noted(spaceId);
    if (readings.length < READINGS) readings.push({ id: memory.id, atMs: this.#now() });
  }

  /** Goes through a few months. What cannot be written waits for the next time. */
  async catchUp(spaceId: string): Promise<void> {
    this.#noted(spaceId);
    await quietly(async () => {
      for (let months = 0; months < MONTHS && (await this.step(spaceId)); months += 1);
    });
  }

  /** Writes the readings and goes through one month of a space. True where there is more to go through. */
  async step(spaceId: string): Promise<boolean> {
    const vault = this.#ports.vaults.session();
    const space = await enterSpace(vault, spaceId, 'space.open');
    const { database } = space;
    await this.#writeReadings(spaceId);
    const context = () => contextFor(vault, space, 'memory.consolidate', null);
    const [month] = await database.query('hippocampus.waiting', { limit: 1 });
    if (month === undefined) {
      const { unseen } = await database.query('hippocampus.stats', { nowMs: this.#now() });
      // No unit, and no receipt, for nothing.
      if (!unseen) return false;
      await database.unitOfWork.run(context(), (uow) => uow.hippocampus.queue({ limit: QUEUED }));
      return (await database.query('hippocampus.waiting', { limit: 1 })).length > 0;
    }
    if (month.band === 'BLACK') return false;
    const { band } = month;
    const condensed = await database.query('hippocampus.condense', {
      month: month.month,
      band,
      sentences: SENTENCES,
    });
    const sentences = [...condensed.sentences];
    await database.unitOfWork.run(context(), (uow) =>
      uow.hippocampus.settle({
        month: month.month,
        band,
        memories: [...condensed.memories],
        gist: sentences.length === 0 ? null : { id: newId(), sentences },
      }),
    );
    return true;
  }

  #now(): number {
    return (this.#ports.clock ?? systemClock).now();
  }

  #noted(spaceId: string): Reading[] {
    const readings = this.#spaces.get(spaceId) ?? [];
    this.#spaces.set(spaceId, readings);
    if (this.#timer === null) {
      this.#timer = setInterval(() => void this.#idle(), STEP_MS);
      this.#timer.unref();
    }
    return readings;
  }

  async #idle(): Promise<void> {
    if (this.#now() - this.#lastChangeMs < REST_MS) return;
    for (const spaceId of this.#spaces.keys()) await this.catchUp(spaceId);
  }

  async #writeReadings(spaceId: string): Promise<void> {
    const readings = this.#spaces.get(spaceId)?.splice(0) ?? [];
    if (readings.length === 0) return;
    const vault = this.#ports.vaults.session();
    const space = await enterSpace(vault, spaceId, 'space.open');
    await space.database.unitOfWork.run(contextFor(vault, space, 'memory.consolidate', null), (uow) =>
      uow.hippocampus.recall({ readings }),
    );
  }

  async #end(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    for (const spaceId of this.#spaces.keys()) await quietly(() => this.#writeReadings(spaceId));
    this.#spaces.clear();
  }
}

/** A fault of the storage, or a vault that locks meanwhile: this waits for the next time. */
async function quietly(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (thrown) {
    if (!(thrown instanceof VaultError)) throw thrown;
  }
}
