/**
 * A space's database as the rooms above get it: the engine's, with the vault's two conditions in front of writing.
 *
 * Invariant: no unit of work reaches the engine while `refusal` gives an error, and after every unit that did,
 * `changed` is told.
 */
import type { VaultError } from '../../shared/errors.ts';
import type { SpaceDatabase } from '../storage/interfaces.ts';

export interface Guard {
  /** Why nothing may be written now, or null. */
  readonly refusal: () => VaultError | null;
  /** A unit of work was committed. */
  readonly changed: () => void;
}

export function guardDatabase(database: SpaceDatabase, guard: Guard): SpaceDatabase {
  return {
    file: database.file,
    plugIns: database.plugIns,
    unitOfWork: {
      async run(context, collect, options) {
        const refusal = guard.refusal();
        if (refusal !== null) throw refusal;
        const outcome = await database.unitOfWork.run(context, collect, options);
        guard.changed();
        return outcome;
      },
    },
    query: (name, input) => database.query(name, input),
    snapshot: (work, mostMs) => database.snapshot(work, mostMs),
    head: () => database.head(),
    checkpoint: () => database.checkpoint(),
    vouch: () => database.vouch(),
    rebuild: () => database.rebuild(),
    connections: () => database.connections(),
    metrics: () => database.metrics(),
    upkeep: (collect) => database.upkeep(collect),
    vacuumStep: (pages) => database.vacuumStep(pages),
    figures: () => database.figures(),
    close: () => database.close(),
    onStopped: (listener) => database.onStopped(listener),
  };
}
