/**
 * Reminders: planned for a time or for when something comes up; done, skipped, put off, taken away.
 *
 * Invariants: a repeated one has one open occurrence at a time, so that weeks away from the machine end in one line
 * and not in a storm; doing it leads to the first occurrence that is still ahead. What comes up is looked for in what
 * the caller shows and is kept nowhere.
 */
import type { Change } from '../../shared/contracts/memories.ts';
import type { Reminder, ReminderInput, Schedule } from '../../shared/contracts/reminders.ts';
import type { ReminderContent, ReminderRecord } from '../storage/stores/prospective/contract.ts';
import { type Clock, systemClock } from '../vault/contract.ts';
import { cameUp, type Shown } from './cues.ts';
import { admit, change, commonFields, type Entered, enter, present, visible } from './planned-records.ts';
import { type ChangeRequest, type Listeners, type MemoryPorts, newId } from './ports.ts';
import { firstOccurrence, nextOccurrence, onZoneClock, requireSchedule } from './recurrence.ts';
import { formatUtc } from './times.ts';
import { UndoWindow } from './undo-window.ts';

/** More than anybody looks at in one list. */
const MOST = 500;
const MOST_DONE = 30;

interface Named extends ChangeRequest {
  readonly spaceId: string;
  readonly id: string;
  readonly version: number;
}

interface Due {
  readonly dueMs: number | null;
  readonly slotMs: number | null;
}

export interface ReminderLists {
  /** Soonest first; what is overdue comes first. */
  readonly upcoming: Reminder[];
  /** Newest first. */
  readonly waiting: Reminder[];
  /** Last done first, at most 30. */
  readonly done: Reminder[];
}

export class Reminders {
  readonly #ports: MemoryPorts;
  readonly #clock: Clock;
  readonly #changed: Listeners<{ spaceId: string }>;
  readonly #removals: UndoWindow;

  constructor(ports: MemoryPorts, changed: Listeners<{ spaceId: string }>) {
    this.#ports = ports;
    this.#clock = ports.clock ?? systemClock;
    this.#changed = changed;
    this.#removals = new UndoWindow(ports, (spaceId) => changed.tell({ spaceId }));
  }

  async lists(spaceId: string): Promise<ReminderLists> {
    const entered = await enter(this.#ports, spaceId);
    const { database } = entered.space;
    const [upcoming, waiting, done] = await Promise.all([
      database.query('prospective.upcoming', { beforeMs: null, limit: MOST }),
      database.query('prospective.waiting', { limit: MOST }),
      database.query('prospective.done', { limit: MOST_DONE }),
    ]);
    const shown = (records: ReminderRecord[]) => this.#shown(entered, records);
    return { upcoming: shown(upcoming), waiting: shown(waiting), done: shown(done) };
  }

  /** Open ones due by now, soonest first, and when the next one is due. */
  async due(spaceId: string): Promise<{ due: Reminder[]; nextMs: number | null }> {
    const entered = await enter(this.#ports, spaceId);
    const now = this.#clock.now();
    const { database } = entered.space;
    const due = await database.query('prospective.upcoming', { beforeMs: now + 1, limit: MOST });
    const { atMs } = await database.query('prospective.nextDue', { afterMs: now });
    return { due: this.#shown(entered, due), nextMs: atMs };
  }

  /** Those that wait for something in what is written or read: people, tags, and places named in the text. */
  async comingUp(spaceId: string, shown: Shown): Promise<Reminder[]> {
    const entered = await enter(this.#ports, spaceId);
    const waiting = await entered.space.database.query('prospective.waiting', { limit: MOST });
    return this.#shown(
      entered,
      waiting.filter(({ cue }) => cue !== null && cameUp(cue, shown)),
    );
  }

  /** Throws ACCESS_DENIED, INVALID_INPUT (details: field). */
  async add(request: ChangeRequest & { spaceId: string; input: ReminderInput }): Promise<Change> {
    const entered = await enter(this.#ports, request.spaceId);
    const { band, ...content } = request.input;
    const authorId = entered.vault.me.id;
    await admit(entered, 'memory.add', { band, authorId });
    const due = this.#firstDue(content.schedule);
    const id = newId();
    const made = await change(entered, 'reminder.add', id, request, (uow) =>
      uow.prospective.plan({ id, authorId, band, content, ...due }),
    );
    return this.#told(request.spaceId, { ...made, version: 1 });
  }

  /** Throws NOT_FOUND, CONFLICT, ACCESS_DENIED, INVALID_INPUT. */
  async edit(request: Named & { input: ReminderInput }): Promise<Change> {
    const { entered, record } = await this.#mine(request);
    const { band, ...content } = request.input;
    await admit(entered, 'memory.add', { id: record.id, band, authorId: record.authorId });
    const sameTime = JSON.stringify(content.schedule) === JSON.stringify(record.schedule);
    const due = sameTime && !record.done ? record : this.#firstDue(content.schedule);
    return this.#write(entered, 'reminder.edit', request, (uow) =>
      uow.prospective.revise({ ...this.#at(request), band, content, dueMs: due.dueMs, slotMs: due.slotMs }),
    );
  }

  /** Done, or skipped this once: due again at the next occurrence that is still ahead, or over. */
  async settle(request: Named & { outcome: 'done' | 'skipped' }): Promise<Change> {
    const { entered, record } = await this.#mine(request);
    const after = Math.max(this.#clock.now(), record.slotMs ?? Number.NEGATIVE_INFINITY);
    const next = record.schedule === null ? null : nextOccurrence(record.schedule, after);
    const purpose = request.outcome === 'done' ? 'reminder.done' : 'reminder.edit';
    return this.#write(entered, purpose, request, (uow) =>
      uow.prospective.settle({ ...this.#at(request), dueMs: next, slotMs: next }),
    );
  }

  /** Takes a `settle` back: due as it was before. */
  async reopen(request: Named & { dueAt: string | null; slotAt: string | null }): Promise<Change> {
    const { entered } = await this.#mine(request);
    const instant = (at: string | null) => (at === null ? null : Date.parse(at));
    return this.#write(entered, 'reminder.edit', request, (uow) =>
      uow.prospective.reopen({
        ...this.#at(request),
        dueMs: instant(request.dueAt),
        slotMs: instant(request.slotAt),
      }),
    );
  }

  /** Puts off until an instant; the occurrences after it stay where they are. */
  async snooze(request: Named & { until: string }): Promise<Change> {
    const { entered, record } = await this.#mine(request);
    return this.#write(entered, 'reminder.edit', request, (uow) =>
      uow.prospective.reopen({
        ...this.#at(request),
        dueMs: Date.parse(request.until),
        slotMs: record.slotMs,
      }),
    );
  }

  /** Takes it away after a few seconds in which that can be undone. Throws NOT_FOUND, ACCESS_DENIED. */
  async remove(request: ChangeRequest & { spaceId: string; id: string }): Promise<{ undoUntil: string }> {
    const { spaceId, id } = request;
    const entered = await enter(this.#ports, spaceId);
    const record = present(await entered.space.database.query('prospective.get', { id }), id);
    await admit(entered, 'memory.delete', record);
    return this.#removals.request(spaceId, id, async () => {
      await change(await enter(this.#ports, spaceId), 'reminder.delete', id, request, (uow) =>
        uow.prospective.forget({ id }),
      );
    });
  }

  undoRemove(id: string): boolean {
    return this.#removals.undo(id);
  }

  async #mine({ spaceId, id }: Named): Promise<{ entered: Entered; record: ReminderRecord }> {
    const entered = await enter(this.#ports, spaceId);
    const record = present(await entered.space.database.query('prospective.get', { id }), id);
    await admit(entered, 'memory.edit', record);
    return { entered, record };
  }

  #at({ id, version }: Named) {
    return { id, expectedVersion: version };
  }

  async #write(
    entered: Entered,
    purpose: 'reminder.edit' | 'reminder.done',
    request: Named,
    collect: Parameters<typeof change>[4],
  ): Promise<Change> {
    const made = await change(entered, purpose, request.id, request, collect);
    return this.#told(request.spaceId, { ...made, version: request.version + 1 });
  }

  #told(spaceId: string, made: Change): Change {
    this.#changed.tell({ spaceId });
    return made;
  }

  /** A repeated one begins with the first occurrence that is still ahead; one that is due once may lie in the past. */
  #firstDue(schedule: ReminderContent['schedule']): Due {
    if (schedule === null) return { dueMs: null, slotMs: null };
    requireSchedule(schedule);
    const first =
      schedule.rule === null
        ? firstOccurrence(schedule)
        : (nextOccurrence(schedule, this.#clock.now()) ?? firstOccurrence(schedule));
    return { dueMs: first, slotMs: first };
  }

  #shown(entered: Entered, records: readonly ReminderRecord[]): Reminder[] {
    return visible(entered, records)
      .filter(({ id }) => !this.#removals.holds(id))
      .map((record) => ({
        ...commonFields(entered, record),
        title: record.title,
        note: record.note,
        schedule: record.schedule,
        cue: record.cue,
        memoryId: record.memoryId,
        dueAt: onClock(record.dueMs, record.schedule),
        slotAt: onClock(record.slotMs, record.schedule),
        settledAt: record.settledMs === null ? null : formatUtc(record.settledMs),
        done: record.done,
      }));
  }
}

const onClock = (atMs: number | null, schedule: Schedule | null): string | null =>
  atMs === null ? null : onZoneClock(atMs, schedule?.zone ?? 'utc');
