/**
 * Scenarios: imagined, looked at again, resolved; and how well the guesses agreed with what came.
 *
 * Invariant: a guess is not changed once what came is known. Scores are worked out when they are asked for.
 */
import { brierScore, type CalibrationStep, calibration } from '../../shared/calibration.ts';
import type { Change } from '../../shared/contracts/memories.ts';
import type { Resolution, Scenario, ScenarioInput } from '../../shared/contracts/scenarios.ts';
import type { ScenarioRecord } from '../storage/stores/imagination/contract.ts';
import { type Clock, systemClock } from '../vault/contract.ts';
import { admit, change, commonFields, type Entered, enter, present, visible } from './planned-records.ts';
import { type ChangeRequest, type Listeners, type MemoryPorts, newId } from './ports.ts';
import { formatUtc } from './times.ts';
import { UndoWindow } from './undo-window.ts';

/** More than anybody looks at in one list. */
const MOST = 200;

interface Named extends ChangeRequest {
  readonly spaceId: string;
  readonly id: string;
  readonly version: number;
}

export interface ScenarioLists {
  /** Soonest to be looked at first. */
  readonly open: Scenario[];
  /** Last resolved first. */
  readonly resolved: Scenario[];
  /** Over all outcomes of those resolved; null where there are none. */
  readonly score: {
    readonly brier: number;
    readonly guesses: number;
    readonly steps: CalibrationStep[];
  } | null;
}

export class Scenarios {
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

  async lists(spaceId: string): Promise<ScenarioLists> {
    const entered = await enter(this.#ports, spaceId);
    const { database } = entered.space;
    const records = await Promise.all([
      database.query('imagination.open', { limit: MOST }),
      database.query('imagination.resolved', { limit: MOST }),
    ]);
    const [open, resolved] = records.map((some) => this.#mayShow(entered, some));
    const titles = await titlesOf(entered, [...(open ?? []), ...(resolved ?? [])]);
    const shown = (some: ScenarioRecord[] = []) => some.map((one) => scenarioOf(entered, one, titles));
    return { open: shown(open), resolved: shown(resolved), score: scoreOf(resolved ?? []) };
  }

  /** Open ones that are to be looked at before an instant, ISO 8601. */
  async toLookAt(spaceId: string, before: string): Promise<Scenario[]> {
    const entered = await enter(this.#ports, spaceId);
    const found = await entered.space.database.query('imagination.toLookAt', {
      beforeMs: Date.parse(before),
      limit: MOST,
    });
    const records = this.#mayShow(entered, found);
    const titles = await titlesOf(entered, records);
    return records.map((record) => scenarioOf(entered, record, titles));
  }

  /** Throws ACCESS_DENIED. */
  async add(request: ChangeRequest & { spaceId: string; input: ScenarioInput }): Promise<Change> {
    const entered = await enter(this.#ports, request.spaceId);
    const authorId = entered.vault.me.id;
    await admit(entered, 'memory.add', { band: request.input.band, authorId });
    const id = newId();
    const made = await change(entered, 'scenario.add', id, request, (uow) =>
      uow.imagination.imagine({ id, authorId, ...written(request.input) }),
    );
    return this.#told(request.spaceId, { ...made, version: 1 });
  }

  /** Throws NOT_FOUND, CONFLICT, ACCESS_DENIED. */
  async edit(request: Named & { input: ScenarioInput }): Promise<Change> {
    const { entered, record } = await this.#mine(request);
    const { id, version, input } = request;
    await admit(entered, 'memory.add', { id, band: input.band, authorId: record.authorId });
    const made = await change(entered, 'scenario.edit', id, request, (uow) =>
      uow.imagination.revise({ id, expectedVersion: version, ...written(input) }),
    );
    return this.#told(request.spaceId, { ...made, version: version + 1 });
  }

  /** What came; null opens it again. Throws NOT_FOUND, CONFLICT, ACCESS_DENIED. */
  async resolve(request: Named & { resolution: Resolution | null }): Promise<Change> {
    const { entered } = await this.#mine(request);
    const { id, version, resolution } = request;
    const resolvedMs = resolution === null ? null : this.#clock.now();
    const made = await change(entered, 'scenario.outcome', id, request, (uow) =>
      uow.imagination.resolve({ id, expectedVersion: version, resolvedMs, resolution }),
    );
    return this.#told(request.spaceId, { ...made, version: version + 1 });
  }

  /** Takes it away after a few seconds in which that can be undone. */
  async remove(request: ChangeRequest & { spaceId: string; id: string }): Promise<{ undoUntil: string }> {
    const { spaceId, id } = request;
    const entered = await enter(this.#ports, spaceId);
    const record = present(await entered.space.database.query('imagination.get', { id }), id);
    await admit(entered, 'memory.delete', record);
    return this.#removals.request(spaceId, id, async () => {
      await change(await enter(this.#ports, spaceId), 'scenario.delete', id, request, (uow) =>
        uow.imagination.forget({ id }),
      );
    });
  }

  undoRemove(id: string): boolean {
    return this.#removals.undo(id);
  }

  async #mine({ spaceId, id }: Named): Promise<{ entered: Entered; record: ScenarioRecord }> {
    const entered = await enter(this.#ports, spaceId);
    const record = present(await entered.space.database.query('imagination.get', { id }), id);
    await admit(entered, 'memory.edit', record);
    return { entered, record };
  }

  #mayShow(entered: Entered, records: readonly ScenarioRecord[]): ScenarioRecord[] {
    return visible(entered, records).filter(({ id }) => !this.#removals.holds(id));
  }

  #told(spaceId: string, made: Change): Change {
    this.#changed.tell({ spaceId });
    return made;
  }
}

function written({ band, lookAt, ...words }: ScenarioInput) {
  return { band, words, lookMs: lookAt === null ? null : Date.parse(lookAt) };
}

function scoreOf(resolved: readonly ScenarioRecord[]): ScenarioLists['score'] {
  const guesses = resolved.flatMap(({ outcomes, resolution }) =>
    outcomes.map(({ likelihood }, index) => ({ likelihood, came: resolution?.came[index] ?? false })),
  );
  const brier = brierScore(guesses);
  return brier === null ? null : { brier, guesses: guesses.length, steps: calibration(guesses) };
}

async function titlesOf(
  { space }: Entered,
  records: readonly ScenarioRecord[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(records.flatMap(({ memoryIds }) => memoryIds))].slice(0, 1000);
  if (ids.length === 0) return new Map();
  const titles = await space.database.query('episodic.titles', { ids });
  return new Map(titles.map(({ id, title }) => [id, title]));
}

function scenarioOf(entered: Entered, record: ScenarioRecord, titles: ReadonlyMap<string, string>): Scenario {
  return {
    ...commonFields(entered, record),
    title: record.title,
    note: record.note,
    assumptions: [...record.assumptions],
    outcomes: record.outcomes.map((outcome) => ({ ...outcome })),
    // A memory that was deleted is left out.
    memories: record.memoryIds.flatMap((id) => {
      const title = titles.get(id);
      return title === undefined ? [] : [{ id, title }];
    }),
    createdAt: formatUtc(record.createdMs),
    lookAt: record.lookMs === null ? null : formatUtc(record.lookMs),
    resolvedAt: record.resolvedMs === null ? null : formatUtc(record.resolvedMs),
    resolution: record.resolution,
  };
}
