/**
 * Moods: noted by the person they are of, about a day or a memory, and what they come to over time.
 *
 * Invariants: nothing here guesses a mood; one's own moods are all one sees, and of others those in bands one may see.
 * A mood about a memory is as private as that memory.
 */
import { BANDS, type Band } from '../../shared/bands.ts';
import type { Change } from '../../shared/contracts/memories.ts';
import type { Feeling, Mood, MoodInput, MoodPoint, MoodStep } from '../../shared/contracts/moods.ts';
import { decide } from '../security/access.ts';
import type { MoodRecord } from '../storage/stores/affect/contract.ts';
import { subjectIn } from './access-gate.ts';
import { admit, change, commonFields, type Entered, enter, present, visible } from './planned-records.ts';
import { type ChangeRequest, type Listeners, type MemoryPorts, newId } from './ports.ts';
import { memoryNotFound } from './shapes.ts';
import { formatInstant, parseInstant } from './times.ts';
import { UndoWindow } from './undo-window.ts';

/** More than anybody looks at in one list. */
const MOST = 500;
const DAY_MS = 86_400_000;

interface Range {
  readonly spaceId: string;
  /** Whose; null for one's own. */
  readonly personId: string | null;
  /** First and last day, `YYYY-MM-DD`, on the clock on the wall. */
  readonly from: string;
  readonly to: string;
}

export class Moods {
  readonly #ports: MemoryPorts;
  readonly #changed: Listeners<{ spaceId: string }>;
  readonly #removals: UndoWindow;

  constructor(ports: MemoryPorts, changed: Listeners<{ spaceId: string }>) {
    this.#ports = ports;
    this.#changed = changed;
    this.#removals = new UndoWindow(ports, (spaceId) => changed.tell({ spaceId }));
  }

  /** Newest first. */
  async list(range: Range): Promise<Mood[]> {
    const entered = await enter(this.#ports, range.spaceId);
    const moods = await entered.space.database.query('affect.list', {
      ...asked(entered, range),
      limit: MOST,
    });
    return this.#shown(entered, moods);
  }

  /** Days, weeks or months with moods in them, oldest first. */
  async series(range: Range & { by: MoodStep }): Promise<MoodPoint[]> {
    const entered = await enter(this.#ports, range.spaceId);
    return entered.space.database.query('affect.series', { ...asked(entered, range), by: range.by });
  }

  /** Feelings and own words, most often said first. */
  async labels(range: Range): Promise<{ feeling: Feeling | null; word: string; count: number }[]> {
    const entered = await enter(this.#ports, range.spaceId);
    return entered.space.database.query('affect.labels', asked(entered, range));
  }

  /** Who has moods in this space. */
  async people(spaceId: string): Promise<{ id: string; name: string }[]> {
    const entered = await enter(this.#ports, spaceId);
    const authors = await entered.space.database.query('affect.authors', {});
    return authors.map(({ authorId }) => ({ id: authorId, name: entered.vault.personName(authorId) }));
  }

  /** About one memory, oldest first. */
  async ofMemory(spaceId: string, memoryId: string): Promise<Mood[]> {
    const entered = await enter(this.#ports, spaceId);
    return this.#shown(entered, await entered.space.database.query('affect.ofMemory', { memoryId }));
  }

  /** Throws ACCESS_DENIED, MEMORY_NOT_FOUND. */
  async note(request: ChangeRequest & { spaceId: string; input: MoodInput }): Promise<Change> {
    const entered = await enter(this.#ports, request.spaceId);
    const { band: _, at, ...felt } = request.input;
    const band = await this.#bandOf(entered, request.input);
    const authorId = entered.vault.me.id;
    await admit(entered, 'memory.add', { band, authorId });
    const id = newId();
    const made = await change(entered, 'mood.note', id, request, (uow) =>
      uow.affect.note({ id, authorId, band, felt, ...parseInstant(at) }),
    );
    this.#changed.tell({ spaceId: request.spaceId });
    return { ...made, version: 1 };
  }

  /** Throws NOT_FOUND, CONFLICT, ACCESS_DENIED, MEMORY_NOT_FOUND. */
  async edit(
    request: ChangeRequest & { spaceId: string; id: string; version: number; input: MoodInput },
  ): Promise<Change> {
    const { id, version } = request;
    const entered = await enter(this.#ports, request.spaceId);
    const record = present(await entered.space.database.query('affect.get', { id }), id);
    await admit(entered, 'memory.edit', record);
    const { band: _, at, ...felt } = request.input;
    const band = await this.#bandOf(entered, request.input);
    await admit(entered, 'memory.add', { id, band, authorId: record.authorId });
    const made = await change(entered, 'mood.note', id, request, (uow) =>
      uow.affect.revise({ id, expectedVersion: version, band, felt, ...parseInstant(at) }),
    );
    this.#changed.tell({ spaceId: request.spaceId });
    return { ...made, version: version + 1 };
  }

  /** Takes it away after a few seconds in which that can be undone. */
  async remove(request: ChangeRequest & { spaceId: string; id: string }): Promise<{ undoUntil: string }> {
    const { spaceId, id } = request;
    const entered = await enter(this.#ports, spaceId);
    const record = present(await entered.space.database.query('affect.get', { id }), id);
    await admit(entered, 'memory.delete', record);
    return this.#removals.request(spaceId, id, async () => {
      await change(await enter(this.#ports, spaceId), 'mood.delete', id, request, (uow) =>
        uow.affect.forget({ id }),
      );
    });
  }

  undoRemove(id: string): boolean {
    return this.#removals.undo(id);
  }

  /** The memory's own band, so that its mood tells nobody more than it does. */
  async #bandOf(entered: Entered, { memoryId, band }: MoodInput): Promise<Band> {
    if (memoryId === null) return band;
    const memory = await entered.space.database.query('episodic.get', { id: memoryId });
    if (memory === null) throw memoryNotFound(memoryId);
    await admit(entered, 'memory.read', memory);
    return memory.band;
  }

  #shown(entered: Entered, records: readonly MoodRecord[]): Mood[] {
    return visible(entered, records)
      .filter(({ id }) => !this.#removals.holds(id))
      .map((record) => ({
        ...commonFields(entered, record),
        valence: record.valence,
        arousal: record.arousal,
        feeling: record.feeling,
        word: record.word,
        note: record.note,
        memoryId: record.memoryId,
        at: formatInstant(record),
      }));
  }
}

/** The range as the store takes it, with the bands of that person's moods that I may see. */
function asked({ vault, space }: Entered, { personId, from, to }: Range) {
  const authorId = personId ?? vault.me.id;
  const subject = subjectIn(vault, space);
  const bands = BANDS.filter(
    (band) => decide(subject, 'memory.list', { tier: space.tier, band, authorId }).allow,
  );
  return { authorId, fromMs: Date.parse(from), toMs: Date.parse(to) + DAY_MS, bands };
}
