/**
 * The structure of an open vault's databases, for people to see that it is what the app expects.
 *
 * Reads alone: what is open is at its newest structure. Planning and going down want a locked vault: the command line.
 */
import type { DatabaseStructureView, MigrationStep } from '../../shared/contracts/migrations.ts';
import { VaultError } from '../../shared/errors.ts';
import type { MigrationReport } from '../storage/interfaces.ts';
import type { VaultService } from '../vault/contract.ts';

export class Migrations {
  readonly #vaults: Pick<VaultService, 'session'>;

  constructor(vaults: Pick<VaultService, 'session'>) {
    this.#vaults = vaults;
  }

  /** Every database; one in trouble carries its problem. */
  async status(): Promise<DatabaseStructureView[]> {
    const databases = await this.#vaults.session().structure();
    return databases.map(({ spaceId, report, problem }) => ({
      spaceId,
      structure: report === null ? null : structureOf(report),
      problem,
    }));
  }

  /** Newest first. Throws what opening the database throws. */
  async history(spaceId: string | null): Promise<MigrationStep[]> {
    const [database] = await this.#vaults.session().structure(spaceId ?? 'vault');
    if (database === undefined) return [];
    const { report, problem } = database;
    if (problem !== null) throw VaultError.fromData(problem);
    return (report?.history ?? [])
      .map(({ atMs, ...step }) => ({ ...step, at: new Date(atMs).toISOString() }))
      .reverse();
  }
}

function structureOf(report: MigrationReport): NonNullable<DatabaseStructureView['structure']> {
  const { current, newest, pending, history } = report;
  const last = history.at(-1);
  return {
    current,
    newest,
    expected: current === newest && history.every(({ expected }) => expected),
    pending: pending.map((step) => ({ ...step })),
    steps: history.length,
    lastAt: last === undefined ? null : new Date(last.atMs).toISOString(),
  };
}
