/**
 * The databases of the open vault, as maintenance sees them: the registry and every space, whatever it holds.
 *
 * Invariant: a space that this person may not look into, or that does not open, is not worked on; one in trouble does not
 * hold up the others.
 */
import type { Tier } from '../../shared/bands.ts';
import type { VaultErrorData } from '../../shared/errors.ts';
import { decide, type SpaceAccess } from '../security/access.ts';
import type { Database } from '../storage/interfaces.ts';
import type { upkeepContract } from '../storage/stores/upkeep/contract.ts';
import type { OpenSpace, OpenVault } from '../vault/contract.ts';

/** What both kinds of database have in common. */
export type UpkeptDatabase = Pick<
  Database<{ readonly upkeep: typeof upkeepContract }>,
  | 'file'
  | 'query'
  | 'upkeep'
  | 'vacuumStep'
  | 'figures'
  | 'metrics'
  | 'connections'
  | 'checkpoint'
  | 'rebuild'
>;

export interface Target {
  /** Null: the registry. */
  readonly spaceId: string | null;
  readonly name: string;
  readonly tier: Tier | null;
  readonly database: UpkeptDatabase;
  /** The space itself; null for the registry. */
  readonly space: OpenSpace | null;
}

export interface ClosedTarget {
  readonly spaceId: string;
  readonly name: string;
  readonly tier: Tier;
  readonly problem: VaultErrorData;
}

export interface Targets {
  readonly open: readonly Target[];
  readonly closed: readonly ClosedTarget[];
}

/** @param spaceId one space; null for the registry and every space that the act is allowed on */
export async function targetsOf(
  vault: OpenVault,
  spaceId: string | null,
  act: SpaceAccess,
): Promise<Targets> {
  const open: Target[] = [];
  const closed: ClosedTarget[] = [];
  if (spaceId === null) {
    open.push({ spaceId: null, name: vault.name, tier: null, database: upkept(vault.database), space: null });
  }
  for (const { id, tier, name, problem } of await vault.spaces()) {
    if (spaceId !== null && id !== spaceId) continue;
    if (!decide(vault.subject({ id }), act, { tier }).allow) continue;
    if (problem !== null) closed.push({ spaceId: id, name, tier, problem });
    else {
      const space = await vault.space(id);
      open.push({ spaceId: id, name, tier, database: upkept(space.database), space });
    }
  }
  return { open, closed };
}

/** Both kinds of database have the store of notes, and maintenance asks for nothing else. */
function upkept(database: Pick<Database<never>, never>): UpkeptDatabase {
  return database as UpkeptDatabase;
}
