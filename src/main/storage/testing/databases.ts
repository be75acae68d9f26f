/**
 * Real databases in real folders, for tests and benchmarks: keys, contexts and believable memories.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { v7 as uuid } from 'uuid';
import { BANDS } from '../../../shared/bands.ts';
import type { Action } from '../../../shared/contracts/receipts.ts';
import { generateKey } from '../../security/key-derivation.ts';
import { generateSigningSeed } from '../../security/signatures.ts';
import { openSpaceDatabase, openVaultDatabase } from '../database.ts';
import type {
  DatabaseKeys,
  EngineRuntime,
  OpenSpaceOptions,
  SpaceDatabase,
  UnitOfWorkContext,
  VaultDatabase,
} from '../interfaces.ts';
import type { SpaceUnitOfWork } from '../stores/contracts.ts';

export const RUNTIME: EngineRuntime = {
  engineThread: new URL('../../engine-thread.ts', import.meta.url),
  migrations: fileURLToPath(new URL('../../../../migrations', import.meta.url)),
};

export const ACTOR = uuid();
export const DEVICE = uuid();

export interface Folder {
  readonly path: string;
  file(name: string): string;
  remove(): void;
}

export function temporaryFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'memoryos-engine-'));
  return {
    path,
    file: (name) => join(path, name),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

export function testKeys(): DatabaseKeys {
  return {
    pageKey: generateKey(),
    bandKeys: BANDS.map((band) => ({ band, epoch: 1, key: generateKey() })),
    addressKey: generateKey(),
    externalIdKey: generateKey(),
    signer: { deviceId: DEVICE, seed: generateSigningSeed() },
  };
}

export function contextFor(
  spaceId: string,
  given: Partial<UnitOfWorkContext> & { purpose?: Action } = {},
): UnitOfWorkContext {
  return {
    spaceId,
    actorId: ACTOR,
    deviceId: DEVICE,
    correlationId: uuid(),
    idempotencyKey: null,
    purpose: 'memory.add',
    subjectId: null,
    ...given,
  };
}

export type AppendInput = Parameters<SpaceUnitOfWork['episodic']['append']>[0];

export function memory(given: Partial<AppendInput> = {}): AppendInput {
  return {
    id: uuid(),
    authorId: ACTOR,
    atMs: Date.UTC(2024, 5, 15, 12),
    offsetMinutes: 120,
    dateOnly: false,
    band: 'GREEN',
    kind: 'note',
    title: 'A day in the garden',
    text: 'Grandmother planted beans along the old wall, and told how the river froze in 1963.',
    tags: ['garden'],
    people: ['Grandmother'],
    externalId: null,
    sourceDigest: null,
    attachments: [],
    ...given,
  };
}

/** One space in one folder, with the few calls nearly every test makes. */
export interface TestSpace {
  readonly id: string;
  readonly file: string;
  readonly keys: DatabaseKeys;
  readonly database: SpaceDatabase;
  add(given?: Partial<AppendInput>, context?: Partial<UnitOfWorkContext>): Promise<AppendInput>;
  reopen(options?: Partial<OpenSpaceOptions>): Promise<TestSpace>;
}

export async function openTestSpace(
  folder: Folder,
  options: Partial<OpenSpaceOptions> = {},
): Promise<TestSpace> {
  const id = options.spaceId ?? uuid();
  const keys = options.keys ?? testKeys();
  const file = options.file ?? folder.file('space.db');
  const database = await openSpaceDatabase({
    runtime: RUNTIME,
    create: true,
    ...options,
    file,
    keys,
    spaceId: id,
  });
  return {
    id,
    file,
    keys,
    database,
    async add(given = {}, context = {}) {
      const input = memory(given);
      await database.unitOfWork.run(contextFor(id, { subjectId: input.id, ...context }), (uow) => {
        uow.episodic.append(input);
        uow.fts.index({ id: input.id });
      });
      return input;
    },
    async reopen(changed = {}) {
      await database.close();
      return openTestSpace(folder, { ...options, spaceId: id, keys, file, create: false, ...changed });
    },
  };
}

export async function openTestVault(
  folder: Folder,
): Promise<{ id: string; keys: DatabaseKeys; database: VaultDatabase; file: string }> {
  const id = uuid();
  const keys = testKeys();
  const file = folder.file('vault.db');
  const database = await openVaultDatabase({ runtime: RUNTIME, vaultId: id, keys, file, create: true });
  return { id, keys, database, file };
}
