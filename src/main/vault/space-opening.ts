/**
 * Opens one space's database and, where it does not open, finds out why.
 *
 * Invariant: the diagnosis only reads. Nothing is deleted, moved, overwritten or made anew; every outcome is a
 * typed error that says what was found, what is kept, and what a person can do.
 */
import { mkdtemp, open, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VaultError, type VaultErrorOptions } from '../../shared/errors.ts';
import { keyCheck } from '../security/key-derivation.ts';
import type { Secret } from '../security/secret.ts';
import { openSpaceDatabase, probePageKey } from '../storage/database.ts';
import type { EngineRuntime, Head, SpaceDatabase, TrustedDevice } from '../storage/interfaces.ts';
import type { SpaceRow } from '../storage/stores/registry/contract.ts';
import { SMALLEST_DATABASE, whatIsAt } from './durable-files.ts';
import { engineKeys, generationKey, type SpaceKeys, wipeEngineKeys, wipeSpaceKeys } from './key-ring.ts';
import { readSpaceFile, type SpaceFileReading, type SpacePaths, spacePaths } from './space-file.ts';

/** Enough for the page whose key is in question, whatever the page size. */
const BEGINNING_BYTES = 64 * 1024;

export interface SpaceOpening {
  readonly runtime: EngineRuntime;
  readonly vaultDirectory: string;
  readonly space: SpaceRow;
  /** Every space of the vault: whose file was it, if not this one's? */
  readonly allSpaces: readonly SpaceRow[];
  /** The keys of a space; the caller of this function wipes what it gets. */
  readonly keysOf: (spaceId: string) => SpaceKeys;
  readonly signer: { readonly deviceId: string; readonly seed: Secret };
  readonly trustedDevices: readonly TrustedDevice[];
  /** Who opens it: the actor of the receipts of migrations. */
  readonly actorId: string;
  /** Null accepts whatever head the file has: on a person's word only. */
  readonly knownHead: Head | null;
}

/** Opens the database of a space. @throws VaultError as `OpenVault.space` lists. */
export async function openSpaceFile(opening: SpaceOpening): Promise<SpaceDatabase> {
  const paths = spacePaths(opening.vaultDirectory, opening.space.id);
  const described = await inspectFolder(opening, paths);
  const keys = opening.keysOf(opening.space.id);
  try {
    const engine = engineKeys(keys, opening.space.id, opening.space.generation);
    try {
      return await openSpaceDatabase({
        runtime: opening.runtime,
        file: paths.database,
        spaceId: opening.space.id,
        keys: { ...engine, signer: opening.signer, trustedDevices: opening.trustedDevices },
        create: false,
        knownHead: opening.knownHead,
        actorId: opening.actorId,
      });
    } finally {
      wipeEngineKeys(engine);
    }
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    throw await explain(error, opening, paths, described, keys);
  } finally {
    wipeSpaceKeys(keys);
  }
}

/** What can be seen without a key. */
async function inspectFolder(opening: SpaceOpening, paths: SpacePaths): Promise<SpaceFileReading> {
  const say = sayer(opening.space.id, paths.folder);
  const folder = await whatIsAt(paths.folder);
  if (folder === 'nothing') {
    throw say('SPACE_MISSING', 'The folder of this space is not there.', {
      hint: 'Bring the folder back from where it was moved, or from a backup.',
      details: { found: 'nothing' },
    });
  }
  if (folder !== 'folder') {
    throw say(
      'SPACE_MISSING',
      'A file stands where the folder of this space should be. It was left as it is.',
      {
        hint: 'Move that file away and bring the folder back from a backup.',
        details: { found: folder },
      },
    );
  }
  const described = await readSpaceFile(paths.file);
  if (described.kind === 'newer') {
    throw say('NEWER_VERSION', 'This space was written by a newer version of the app. Nothing was changed.', {
      hint: 'Update the app on this machine, then open the space again.',
      details: { format: described.format },
    });
  }
  if (described.kind === 'good' && described.file.spaceId !== opening.space.id) {
    throw swapped(opening, paths, described.file.spaceId);
  }
  await inspectDatabaseFile(opening, paths);
  return described;
}

async function inspectDatabaseFile(opening: SpaceOpening, paths: SpacePaths): Promise<void> {
  const say = sayer(opening.space.id, paths.database);
  const database = await whatIsAt(paths.database);
  if (database === 'nothing') {
    throw say('SPACE_MISSING', 'The database file of this space is not there.', {
      hint: 'Bring space.db back from where it was moved, or from a backup.',
      details: { found: 'nothing' },
    });
  }
  if (database !== 'file') {
    throw say(
      'SPACE_DAMAGED',
      'Something else stands where the database file of this space should be. It was left as it is.',
      {
        hint: 'Move it away and bring space.db back from a backup.',
        details: { found: database, reason: 'not-a-file' },
      },
    );
  }
  const bytes = (await stat(paths.database)).size;
  if (bytes < SMALLEST_DATABASE) {
    const what = bytes === 0 ? 'empty' : 'cut to almost nothing';
    throw say('SPACE_DAMAGED', `The database file of this space is ${what}. It was left as it is.`, {
      hint: 'Bring space.db back from a backup. Your other spaces are not concerned.',
      details: { reason: 'truncated', bytes },
    });
  }
}

/** The engine's error, with what the vault knows besides. */
async function explain(
  error: VaultError,
  opening: SpaceOpening,
  paths: SpacePaths,
  described: SpaceFileReading,
  keys: SpaceKeys,
): Promise<VaultError> {
  const say = sayer(opening.space.id, paths.database, error);
  switch (error.code) {
    case 'SPACE_DAMAGED':
      if (error.details?.reason === 'not-a-database') {
        return explainRefusal(error, opening, paths, described, keys);
      }
      return say(
        'SPACE_DAMAGED',
        'The database file of this space is damaged or cut short. It was left as it is.',
        {
          hint: 'Bring space.db back from a backup. Your other spaces are not concerned.',
          details: { reason: 'corrupt', bytes: (await stat(paths.database)).size },
        },
      );
    case 'SPACE_ROLLED_BACK':
      return say(
        'SPACE_ROLLED_BACK',
        'The file of this space is older than what the vault last saw: changes are missing. Nothing was written to it.',
        {
          hint: 'If the file space.db-wal was left behind somewhere, put it back beside space.db. If you brought an old backup back on purpose, say so, and the vault goes on from there.',
          details: error.details ?? {},
        },
      );
    case 'SPACE_SWAPPED':
      return swapped(opening, paths, null, error);
    default:
      return say(error.code, error.message, {
        hint: error.hint,
        retryable: error.retryable,
        details: error.details ?? {},
      });
  }
}

/** SQLite cannot tell a wrong key from garbage; the keys of the other spaces and the key check can. */
async function explainRefusal(
  error: VaultError,
  opening: SpaceOpening,
  paths: SpacePaths,
  described: SpaceFileReading,
  keys: SpaceKeys,
): Promise<VaultError> {
  const owner = await whoseFile(opening, paths.database);
  if (owner !== null) return swapped(opening, paths, owner, error);
  const say = sayer(opening.space.id, paths.database, error);
  const { generation, id } = opening.space;
  if (
    described.kind === 'good' &&
    described.file.keyCheck !== keyCheck(generationKey(keys, id, generation), 'spaceCheck', id)
  ) {
    return say(
      'WRONG_KEY',
      'This space was written with another key than the one the vault holds. Its file is whole, as far as can be told, and was not touched.',
      {
        hint: 'Bring vault.db and this space’s folder back from the same backup.',
        details: { generation: described.file.generation, expected: generation },
      },
    );
  }
  return say(
    'SPACE_DAMAGED',
    'The beginning of this space’s database file is not readable: it was overwritten or cut. It was left as it is.',
    {
      hint: 'Bring space.db back from a backup. Your other spaces are not concerned.',
      details: { reason: 'not-a-database', bytes: (await stat(paths.database)).size },
    },
  );
}

/** The space whose key opens the file, or null. */
async function whoseFile(opening: SpaceOpening, file: string): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), 'whose-'));
  try {
    return await ownerOf(opening, await copyBeginning(file, join(folder, 'beginning.db')));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Copies the first pages, still encrypted: SQLite leaves a write-ahead log beside whatever it looks at, and beside a
 * file in question nothing may be left.
 */
async function copyBeginning(file: string, to: string): Promise<string> {
  const source = await open(file, 'r');
  try {
    const bytes = Buffer.alloc(BEGINNING_BYTES);
    const { bytesRead } = await source.read(bytes, 0, BEGINNING_BYTES, 0);
    await writeFile(to, bytes.subarray(0, bytesRead), { mode: 0o600 });
    return to;
  } finally {
    await source.close();
  }
}

async function ownerOf(opening: SpaceOpening, beginning: string): Promise<string | null> {
  for (const other of opening.allSpaces) {
    if (other.id === opening.space.id) continue;
    const keys = opening.keysOf(other.id);
    try {
      const engine = engineKeys(keys, other.id, other.generation);
      try {
        const seen = await probePageKey(opening.runtime, beginning, engine.pageKey);
        // Cut off where the copy ends, a file whose key fits is bound to look damaged.
        if (seen === 'opens' || seen === 'damaged') return other.id;
      } finally {
        wipeEngineKeys(engine);
      }
    } catch (error) {
      // A space whose own keys are in trouble is not the answer to whose file this is.
      if (!(error instanceof VaultError)) throw error;
    } finally {
      wipeSpaceKeys(keys);
    }
  }
  return null;
}

function swapped(
  opening: SpaceOpening,
  paths: SpacePaths,
  owner: string | null,
  cause?: unknown,
): VaultError {
  const other = opening.allSpaces.find((space) => space.id === owner);
  const whose = other === undefined ? 'another space' : `the space ${other.tier}:${other.name}`;
  return sayer(opening.space.id, paths.database, cause)(
    'SPACE_SWAPPED',
    `The file in this space’s place belongs to ${whose}. Both were left as they are.`,
    {
      hint: 'Put the two folders back under their own names, or bring this one back from a backup.',
      details: owner === null ? {} : { otherSpaceId: owner },
    },
  );
}

/** Makes errors that all name the space and the path. */
function sayer(spaceId: string, path: string, cause?: unknown) {
  return (code: VaultError['code'], message: string, options: VaultErrorOptions): VaultError =>
    new VaultError(code, message, {
      ...options,
      ...(cause === undefined ? {} : { cause }),
      details: { spaceId, path, ...options.details },
    });
}
