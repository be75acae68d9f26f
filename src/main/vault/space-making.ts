/**
 * Makes a space: its keys, its folder, its database, and last its row in the registry, which is what makes it one.
 *
 * Invariant: a kill at any point leaves either a whole space or a folder that nothing lists and nobody can miss.
 */
import { mkdir } from 'node:fs/promises';
import { v7 as uuidv7 } from 'uuid';
import type { Tier } from '../../shared/bands.ts';
import { VaultError } from '../../shared/errors.ts';
import { keyCheck } from '../security/key-derivation.ts';
import type { Secret } from '../security/secret.ts';
import { openSpaceDatabase } from '../storage/database.ts';
import type { EngineRuntime, TrustedDevice } from '../storage/interfaces.ts';
import type { PersonRow, SpaceRow } from '../storage/stores/registry/contract.ts';
import { syncFolder } from './durable-files.ts';
import { fileFault } from './file-faults.ts';
import {
  createSpaceKeys,
  engineKeys,
  generationKey,
  type NewKeyringEntry,
  openSpaceKeys,
  wipeEngineKeys,
  wipeSpaceKeys,
} from './key-ring.ts';
import { type Registry, sameName } from './registry.ts';
import { spacePaths, writeSpaceFile } from './space-file.ts';

export interface SpaceMaking {
  readonly runtime: EngineRuntime;
  readonly vaultDirectory: string;
  readonly vaultId: string;
  readonly root: Secret;
  readonly registry: Registry;
  readonly signer: { readonly deviceId: string; readonly seed: Secret };
  readonly trustedDevices: readonly TrustedDevice[];
  readonly nowMs: number;
}

/** Makes the space and gives its row. @throws VaultError SPACE_EXISTS, INVALID_INPUT, faults of the disk. */
export async function makeSpace(
  making: SpaceMaking,
  input: { readonly tier: Tier; readonly name: string; readonly people: readonly string[] },
): Promise<SpaceRow> {
  const { registry, nowMs } = making;
  if (registry.spaceNamed(input.tier, input.name) !== null) throw spaceExists(input.tier, input.name);
  const { members, newcomers } = castOf(registry, input.people, nowMs);
  if (input.tier === 'personal' && members.length > 1) {
    throw new VaultError('INVALID_INPUT', 'A personal space has one person: you.', {
      hint: 'Make a selective or shared space for several people.',
      details: { field: 'people' },
    });
  }
  const row: SpaceRow = {
    id: uuidv7(),
    tier: input.tier,
    name: input.name,
    ownerId: registry.actor.personId,
    personIds: members,
    generation: 1,
    createdMs: nowMs,
  };
  const entries = createSpaceKeys(making.root, making.vaultId, row.id, nowMs);
  await makeFiles(making, row, entries);
  try {
    await registry.change({ purpose: 'space.create', subjectId: row.id }, (uow) => {
      for (const person of newcomers) uow.registry.putPerson(person);
      uow.registry.putSpace({ ...row, personIds: [...row.personIds] });
      for (const entry of entries) uow.keyring.put(entry);
    });
  } catch (error) {
    if (error instanceof VaultError && error.code === 'CONFLICT') throw spaceExists(input.tier, input.name);
    throw error;
  }
  return row;
}

async function makeFiles(
  making: SpaceMaking,
  row: SpaceRow,
  entries: readonly NewKeyringEntry[],
): Promise<void> {
  const paths = spacePaths(making.vaultDirectory, row.id);
  const keys = openSpaceKeys(making.root, making.vaultId, row.id, entries);
  const engine = engineKeys(keys, row.id, row.generation);
  try {
    try {
      await mkdir(paths.folder, { recursive: true, mode: 0o700 });
      await syncFolder(making.vaultDirectory);
    } catch (error) {
      throw fileFault(error, paths.folder);
    }
    const database = await openSpaceDatabase({
      runtime: making.runtime,
      file: paths.database,
      spaceId: row.id,
      keys: { ...engine, signer: making.signer, trustedDevices: making.trustedDevices },
      create: true,
    });
    await database.close();
    await writeSpaceFile(paths.file, {
      spaceId: row.id,
      generation: row.generation,
      keyCheck: keyCheck(generationKey(keys, row.id, row.generation), 'spaceCheck', row.id),
    });
  } finally {
    wipeEngineKeys(engine);
    wipeSpaceKeys(keys);
  }
}

/** The people of a new space: me, those already known by name, and those to be added. */
function castOf(
  registry: Registry,
  names: readonly string[],
  nowMs: number,
): { members: string[]; newcomers: PersonRow[] } {
  const members = new Set([registry.actor.personId]);
  const newcomers: PersonRow[] = [];
  for (const name of names) {
    const known = registry.personNamed(name) ?? newcomers.find((person) => sameName(person.name, name));
    const person = known ?? { id: uuidv7(), name: name.trim(), createdMs: nowMs };
    if (known === undefined) newcomers.push(person);
    members.add(person.id);
  }
  return { members: [...members], newcomers };
}

function spaceExists(tier: Tier, name: string): VaultError {
  return new VaultError('SPACE_EXISTS', `There is a space ${tier}:${name} already. Nothing was changed.`, {
    hint: 'Open that one, or choose another name.',
    details: { tier },
  });
}
