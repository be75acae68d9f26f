/**
 * The registry: people, devices, spaces, settings and the key ring of an unlocked vault, over vault.db.
 *
 * Held in memory as it stands in the database, read again after each change. Invariant: every change is one unit of
 * work with a receipt, and the sealed copy is written before the change is reported as done. It makes no decision about who may.
 */
import { v7 as uuidv7 } from 'uuid';
import type { Tier } from '../../shared/bands.ts';
import type { Action, ReceiptKind } from '../../shared/contracts/receipts.ts';
import type { Secret } from '../security/secret.ts';
import type { Head, VaultDatabase } from '../storage/interfaces.ts';
import type { VaultUnitOfWork } from '../storage/stores/contracts.ts';
import type { KeyringEntry } from '../storage/stores/keyring/contract.ts';
import type { DeviceRow, KnownHeadRow, PersonRow, SpaceRow } from '../storage/stores/registry/contract.ts';
import { type RegistryContent, writeRegistryCopy } from './registry-copy.ts';
import { Turns } from './turns.ts';

/** What the registry holds, as last read. */
export interface RegistryRows {
  readonly people: readonly PersonRow[];
  readonly devices: readonly DeviceRow[];
  readonly spaces: readonly SpaceRow[];
  readonly settings: readonly { key: string; value: string }[];
  readonly knownHeads: readonly KnownHeadRow[];
  readonly keyring: readonly KeyringEntry[];
}

/** Why a change is made: for its receipt. */
export interface RegistryChange {
  readonly purpose: Action;
  readonly subjectId?: string | null;
  readonly kind?: ReceiptKind;
  readonly correlationId?: string;
}

/** Who is at this machine. */
export interface Actor {
  readonly personId: string;
  readonly deviceId: string;
}

export interface RegistryPlace {
  readonly directory: string;
  readonly vaultId: string;
  readonly root: Secret;
  readonly database: VaultDatabase;
  readonly actor: Actor;
  readonly now: () => number;
}

export class Registry {
  readonly #place: RegistryPlace;
  /** One change at a time: what is read after one must not be older than what was read after another. */
  readonly #turns = new Turns();
  #rows: RegistryRows;

  private constructor(place: RegistryPlace, rows: RegistryRows) {
    this.#place = place;
    this.#rows = rows;
  }

  static async load(place: RegistryPlace): Promise<Registry> {
    return new Registry(place, await readRows(place.database));
  }

  get rows(): RegistryRows {
    return this.#rows;
  }

  get actor(): Actor {
    return this.#place.actor;
  }

  person(id: string): PersonRow | null {
    return this.#rows.people.find((person) => person.id === id) ?? null;
  }

  /** The person of a name, capitals and form of accents aside. */
  personNamed(name: string): PersonRow | null {
    return this.#rows.people.find((person) => sameName(person.name, name)) ?? null;
  }

  device(id: string): DeviceRow | null {
    return this.#rows.devices.find((device) => device.id === id) ?? null;
  }

  space(id: string): SpaceRow | null {
    return this.#rows.spaces.find((space) => space.id === id) ?? null;
  }

  spaceNamed(tier: Tier, name: string): SpaceRow | null {
    return this.#rows.spaces.find((space) => space.tier === tier && sameName(space.name, name)) ?? null;
  }

  setting(key: string): string | null {
    return this.#rows.settings.find((setting) => setting.key === key)?.value ?? null;
  }

  knownHead(spaceId: string): Head | null {
    return this.#rows.knownHeads.find((head) => head.spaceId === spaceId) ?? null;
  }

  /** One change: a unit of work, then the sealed copy. */
  async change(why: RegistryChange, collect: (uow: VaultUnitOfWork) => void): Promise<void> {
    await this.#turns.take(async () => {
      await this.#run(why, collect);
      await this.#writeCopy();
    });
  }

  /**
   * Remembers how far spaces have come. No sealed copy: an older head there makes a check weaker, not wrong.
   */
  async rememberHeads(heads: readonly KnownHeadRow[]): Promise<void> {
    await this.#turns.take(() => this.#rememberHeads(heads));
  }

  /** Writes registry.sealed where it is absent or damaged; every change writes it anyway. */
  async writeCopy(): Promise<void> {
    await this.#turns.take(() => this.#writeCopy());
  }

  async #rememberHeads(heads: readonly KnownHeadRow[]): Promise<void> {
    const news = heads.filter((head) => {
      const known = this.knownHead(head.spaceId);
      return known === null || known.seq !== head.seq || known.hash !== head.hash;
    });
    if (news.length === 0) return;
    const [first] = news;
    await this.#run(
      { purpose: 'space.open', subjectId: news.length === 1 ? (first?.spaceId ?? null) : null },
      (uow) => {
        for (const { spaceId, seq, hash } of news) uow.registry.putKnownHead({ spaceId, seq, hash });
      },
    );
  }

  async #writeCopy(): Promise<void> {
    const { directory, vaultId, root, database, now } = this.#place;
    const content: RegistryContent = {
      ...contentOf(this.#rows),
      writtenAt: new Date(now()).toISOString(),
      head: await database.head(),
    };
    await writeRegistryCopy(directory, vaultId, root, content);
  }

  async #run(why: RegistryChange, collect: (uow: VaultUnitOfWork) => void): Promise<void> {
    const { actor, database, vaultId } = this.#place;
    await database.unitOfWork.run(
      {
        spaceId: vaultId,
        actorId: actor.personId,
        deviceId: actor.deviceId,
        correlationId: why.correlationId ?? uuidv7(),
        idempotencyKey: null,
        purpose: why.purpose,
        subjectId: why.subjectId ?? null,
        ...(why.kind === undefined ? {} : { kind: why.kind }),
      },
      collect,
    );
    this.#rows = await readRows(database);
  }
}

/** Puts everything a sealed copy holds into an empty vault.db, as one unit. */
export function putContent(uow: VaultUnitOfWork, content: RegistryContent): void {
  for (const person of content.people) uow.registry.putPerson(person);
  for (const device of content.devices) uow.registry.putDevice(device);
  for (const space of content.spaces) uow.registry.putSpace(space);
  for (const setting of content.settings) uow.registry.putSetting(setting);
  for (const head of content.knownHeads) uow.registry.putKnownHead(head);
  for (const entry of content.keyring) uow.keyring.put(entry);
}

export async function readRows(database: VaultDatabase): Promise<RegistryRows> {
  const [people, devices, spaces, settings, knownHeads, keyring] = await Promise.all([
    database.query('registry.people', {}),
    database.query('registry.devices', {}),
    database.query('registry.spaces', {}),
    database.query('registry.settings', {}),
    database.query('registry.knownHeads', {}),
    database.query('keyring.entries', {}),
  ]);
  return { people, devices, spaces, settings, knownHeads, keyring };
}

function contentOf(rows: RegistryRows): Omit<RegistryContent, 'writtenAt' | 'head'> {
  return {
    people: [...rows.people],
    devices: rows.devices.map((device) => ({
      ...device,
      publicKey: Uint8Array.from(device.publicKey),
      sealedSeed: device.sealedSeed === null ? null : Uint8Array.from(device.sealedSeed),
    })),
    spaces: rows.spaces.map((space) => ({ ...space, personIds: [...space.personIds] })),
    settings: [...rows.settings],
    knownHeads: [...rows.knownHeads],
    keyring: rows.keyring.map((entry) => ({ ...entry, sealed: Uint8Array.from(entry.sealed) })),
  };
}

/** Names are compared as people read them. */
export function sameName(a: string, b: string): boolean {
  return foldName(a) === foldName(b);
}

function foldName(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}
