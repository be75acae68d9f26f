/**
 * Goals: wanted, done, taken back, put away.
 *
 * Invariant: how much a goal is needed is worked out at the moment it is shown (`shared/need-level.ts`) and kept
 * nowhere.
 */
import type { Goal, GoalInput, GoalMet } from '../../shared/contracts/goals.ts';
import type { Change } from '../../shared/contracts/memories.ts';
import type { ReceiptReference } from '../../shared/contracts/receipts.ts';
import { needLevel } from '../../shared/need-level.ts';
import type { GoalRecord } from '../storage/stores/drives/contract.ts';
import { type Clock, systemClock } from '../vault/contract.ts';
import { admit, change, commonFields, type Entered, enter, present, visible } from './planned-records.ts';
import { type ChangeRequest, type Listeners, type MemoryPorts, newId } from './ports.ts';
import { formatUtc } from './times.ts';
import { UndoWindow } from './undo-window.ts';

/** More than anybody looks at in one list. */
const MOST = 200;
const MOST_TIMES = 200;

interface Named extends ChangeRequest {
  readonly spaceId: string;
  readonly id: string;
}

export class Goals {
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

  /** Most needed first; those put away apart. */
  async lists(spaceId: string): Promise<{ active: Goal[]; resting: Goal[] }> {
    const entered = await enter(this.#ports, spaceId);
    const nowMs = this.#clock.now();
    const [active, resting] = await Promise.all(
      [false, true].map((isResting) =>
        entered.space.database.query('drives.goals', { nowMs, resting: isResting, limit: MOST }),
      ),
    );
    const shown = (records: GoalRecord[] = []) =>
      visible(entered, records)
        .filter(({ id }) => !this.#removals.holds(id))
        .map((record) => goalOf(entered, record, nowMs));
    return { active: shown(active), resting: shown(resting) };
  }

  /** The times it was done, newest first. */
  async history(spaceId: string, id: string): Promise<GoalMet[]> {
    const entered = await enter(this.#ports, spaceId);
    const record = present(await entered.space.database.query('drives.get', { id }), id);
    await admit(entered, 'memory.read', record);
    const times = await entered.space.database.query('drives.history', { id, limit: MOST_TIMES });
    return times.map(({ atMs, ...met }) => ({ ...met, at: formatUtc(atMs) }));
  }

  /** @param request.lastAt when it was last done; now, where that is not known */
  async add(
    request: ChangeRequest & { spaceId: string; input: GoalInput; lastAt: string | null },
  ): Promise<Change> {
    const entered = await enter(this.#ports, request.spaceId);
    const { band, halfLifeDays, resting, ...words } = request.input;
    const authorId = entered.vault.me.id;
    await admit(entered, 'memory.add', { band, authorId });
    const id = newId();
    const begunMs = request.lastAt === null ? this.#clock.now() : Date.parse(request.lastAt);
    const made = await change(entered, 'goal.add', id, request, (uow) =>
      uow.drives.want({ id, authorId, begunMs, band, words, halfLifeDays, resting }),
    );
    this.#changed.tell({ spaceId: request.spaceId });
    return { ...made, version: 1 };
  }

  /** Throws NOT_FOUND, CONFLICT, ACCESS_DENIED. */
  async edit(request: Named & { version: number; input: GoalInput }): Promise<Change> {
    const { entered, record } = await this.#mine(request);
    const { band, halfLifeDays, resting, ...words } = request.input;
    await admit(entered, 'memory.add', { id: record.id, band, authorId: record.authorId });
    const { id, version } = request;
    const made = await change(entered, 'goal.edit', id, request, (uow) =>
      uow.drives.revise({ id, expectedVersion: version, band, words, halfLifeDays, resting }),
    );
    this.#changed.tell({ spaceId: request.spaceId });
    return { ...made, version: version + 1 };
  }

  /** "I did it." Answers with the name of this one time, by which it can be taken back. */
  async satisfy(
    request: Named & { at: string | null; note: string; memoryId: string | null },
  ): Promise<{ metId: string; receipt: ReceiptReference }> {
    const { entered } = await this.#mine(request);
    const { id, note, memoryId } = request;
    const metId = newId();
    const atMs = request.at === null ? this.#clock.now() : Date.parse(request.at);
    const { receipt } = await change(entered, 'goal.satisfy', id, request, (uow) =>
      uow.drives.meet({ id, metId, atMs, words: { note, memoryId } }),
    );
    this.#changed.tell({ spaceId: request.spaceId });
    return { metId, receipt };
  }

  /** Takes one time back. Throws NOT_FOUND, ACCESS_DENIED. */
  async unsatisfy(request: Named & { metId: string }): Promise<{ receipt: ReceiptReference }> {
    const { entered } = await this.#mine(request);
    const { id, metId } = request;
    const { receipt } = await change(entered, 'goal.edit', id, request, (uow) =>
      uow.drives.unmeet({ metId }),
    );
    this.#changed.tell({ spaceId: request.spaceId });
    return { receipt };
  }

  /** Takes it away with its history, after a few seconds in which that can be undone. */
  async remove(request: Named): Promise<{ undoUntil: string }> {
    const { spaceId, id } = request;
    const entered = await enter(this.#ports, spaceId);
    const record = present(await entered.space.database.query('drives.get', { id }), id);
    await admit(entered, 'memory.delete', record);
    return this.#removals.request(spaceId, id, async () => {
      await change(await enter(this.#ports, spaceId), 'goal.delete', id, request, (uow) =>
        uow.drives.forget({ id }),
      );
    });
  }

  undoRemove(id: string): boolean {
    return this.#removals.undo(id);
  }

  async #mine({ spaceId, id }: Named): Promise<{ entered: Entered; record: GoalRecord }> {
    const entered = await enter(this.#ports, spaceId);
    const record = present(await entered.space.database.query('drives.get', { id }), id);
    await admit(entered, 'memory.edit', record);
    return { entered, record };
  }
}

function goalOf(entered: Entered, record: GoalRecord, nowMs: number): Goal {
  return {
    ...commonFields(entered, record),
    title: record.title,
    note: record.note,
    halfLifeDays: record.halfLifeDays,
    resting: record.resting,
    level: needLevel(record.metMs, record.halfLifeDays, nowMs),
    begunAt: formatUtc(record.begunMs),
    met: record.met.map(formatUtc),
  };
}
