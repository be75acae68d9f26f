/**
 * The spaces of an unlocked vault that are open, each opened when it is first asked for.
 *
 * Invariants: one space in trouble never stops another; a space whose thread died is opened anew at the next asking;
 * how far each space has come is remembered in the registry soon after it changed, so that an older file is noticed.
 */
import { stat } from 'node:fs/promises';
import { TIER_BAND_CAP } from '../../shared/bands.ts';
import type { Space } from '../../shared/contracts/vaults.ts';
import { errorData, VaultError } from '../../shared/errors.ts';
import type { Secret } from '../security/secret.ts';
import type { EngineRuntime, SpaceDatabase, TrustedDevice } from '../storage/interfaces.ts';
import type { KnownHeadRow, SpaceRow } from '../storage/stores/registry/contract.ts';
import type { OpenSpace, PersonSummary } from './contract.ts';
import { guardDatabase } from './guarded-database.ts';
import { openSpaceKeys } from './key-ring.ts';
import type { Registry } from './registry.ts';
import { spacePaths } from './space-file.ts';
import { openSpaceFile } from './space-opening.ts';

/** How long after a change its head is remembered. Milliseconds. */
const REMEMBER_AFTER_MS = 2_000;

export interface OpenSpacesPorts {
  readonly runtime: EngineRuntime;
  readonly directory: string;
  readonly vaultId: string;
  readonly root: Secret;
  readonly registry: Registry;
  readonly signer: { readonly deviceId: string; readonly seed: Secret };
  /** Why no memory may be written now, or null. */
  readonly refusal: () => VaultError | null;
  /** A space has opened. */
  readonly opened: (spaceId: string) => void;
}

interface Opened {
  readonly space: OpenSpace;
  /** The engine's own, unguarded. */
  readonly database: SpaceDatabase;
}

export class OpenSpaces {
  readonly #ports: OpenSpacesPorts;
  readonly #opened = new Map<string, Promise<Opened>>();
  #remembering: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(ports: OpenSpacesPorts) {
    this.#ports = ports;
  }

  /** @throws VaultError as `OpenVault.space`. */
  async space(spaceId: string): Promise<OpenSpace> {
    return (await this.#open(spaceId, false)).space;
  }

  /**
   * Opens a space whose file is older than it should be, whatever its head is, and goes on from there. On a person's
   * word only. A space that opens as it is has nothing to accept.
   */
  async acceptRollback(spaceId: string): Promise<void> {
    try {
      await this.#open(spaceId, false);
      return;
    } catch (error) {
      if (!(error instanceof VaultError) || error.code !== 'SPACE_ROLLED_BACK') throw error;
    }
    const { database } = await this.#open(spaceId, true);
    const head = await database.head();
    await this.#ports.registry.change(
      { purpose: 'space.open', subjectId: spaceId, kind: 'ROLLBACK_ACCEPTED' },
      (uow) => uow.registry.putKnownHead({ spaceId, seq: head.seq, hash: head.hash }),
    );
  }

  /** A space as lists show it; a problem instead of an error. */
  async describe(row: SpaceRow): Promise<Space> {
    const described = {
      id: row.id,
      tier: row.tier,
      name: row.name,
      people: this.#people(row),
      bandCap: TIER_BAND_CAP[row.tier],
      generation: row.generation,
      bytes: await this.#bytes(row.id),
    };
    try {
      const { database } = await this.#open(row.id, false);
      const { memories } = await database.query('episodic.stats', {});
      return { ...described, memories, problem: null };
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      return { ...described, memories: 0, problem: errorData(error) };
    }
  }

  /** Remembers how far every open space has come. */
  async rememberHeads(): Promise<void> {
    if (this.#remembering !== null) clearTimeout(this.#remembering);
    this.#remembering = null;
    const heads: KnownHeadRow[] = [];
    for (const { space, database } of await this.#settled()) {
      const head = await database.head().catch(() => null);
      // A thread that died has no head to give; the last one remembered still holds.
      if (head !== null) heads.push({ spaceId: space.id, ...head });
    }
    await this.#ports.registry.rememberHeads(heads);
  }

  /** Remembers the heads and closes every space. The first failure is thrown when all have been tried. */
  async close(): Promise<void> {
    this.#closed = true;
    const opened = await this.#settled();
    const failures: unknown[] = [];
    await this.rememberHeads().catch((error: unknown) => failures.push(error));
    for (const { database } of opened) {
      await database.close().catch((error: unknown) => failures.push(error));
    }
    this.#opened.clear();
    if (failures.length > 0) throw failures[0];
  }

  #open(spaceId: string, acceptHead: boolean): Promise<Opened> {
    const open = this.#opened.get(spaceId);
    if (open !== undefined) return open;
    const opening = this.#openNow(spaceId, acceptHead);
    this.#opened.set(spaceId, opening);
    opening.catch(() => this.#drop(spaceId, opening));
    return opening;
  }

  async #openNow(spaceId: string, acceptHead: boolean): Promise<Opened> {
    const { registry, directory, runtime, signer } = this.#ports;
    const row = registry.space(spaceId);
    if (row === null) throw spaceNotFound(spaceId);
    const database = await openSpaceFile({
      runtime,
      vaultDirectory: directory,
      space: row,
      allSpaces: registry.rows.spaces,
      keysOf: (id) => openSpaceKeys(this.#ports.root, this.#ports.vaultId, id, registry.rows.keyring),
      signer,
      trustedDevices: trustedDevices(registry),
      actorId: registry.actor.personId,
      knownHead: acceptHead ? null : registry.knownHead(spaceId),
    });
    database.onStopped(() => this.#opened.delete(spaceId));
    const guarded = guardDatabase(database, {
      refusal: this.#ports.refusal,
      changed: () => this.#rememberSoon(),
    });
    this.#ports.opened(spaceId);
    const { id, tier, name, ownerId } = row;
    return { database, space: { id, tier, name, ownerId, people: this.#people(row), database: guarded } };
  }

  #drop(spaceId: string, opening: Promise<Opened>): void {
    if (this.#opened.get(spaceId) === opening) this.#opened.delete(spaceId);
  }

  /** Those that opened; a space in trouble is not among them. */
  async #settled(): Promise<Opened[]> {
    const settled = await Promise.allSettled(this.#opened.values());
    return settled.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  }

  #rememberSoon(): void {
    if (this.#remembering !== null || this.#closed) return;
    this.#remembering = setTimeout(() => {
      this.#remembering = null;
      // Failing here loses nothing: the next change or the lock remembers again, and says so if it cannot.
      this.rememberHeads().catch(() => undefined);
    }, REMEMBER_AFTER_MS);
    this.#remembering.unref();
  }

  #people(row: SpaceRow): PersonSummary[] {
    return row.personIds.map((id) => ({ id, name: this.#ports.registry.person(id)?.name ?? id }));
  }

  async #bytes(spaceId: string): Promise<number> {
    const { database } = spacePaths(this.#ports.directory, spaceId);
    const sizes = await Promise.all(
      [database, `${database}-wal`].map((path) =>
        stat(path).then(
          (seen) => seen.size,
          () => 0,
        ),
      ),
    );
    return sizes.reduce((sum, size) => sum + size, 0);
  }
}

/** Every device of the vault: their signatures under receipts count. */
export function trustedDevices(registry: Registry): TrustedDevice[] {
  return registry.rows.devices.map((device) => ({ deviceId: device.id, publicKey: device.publicKey }));
}

function spaceNotFound(spaceId: string): VaultError {
  return new VaultError('SPACE_NOT_FOUND', 'There is no such space in this vault.', {
    hint: 'See the list of spaces.',
    details: { spaceId },
  });
}
