/**
 * One look at a database's structure, or one walk through it, in a thread of its own: opened, done, closed.
 *
 * Invariants: `status` and `plan` leave the file as it was; nothing here brings a file to the newest structure by the
 * way, as opening it for use does. `up` and `down` ask for a file that nobody else has open.
 */
import major from 'semver/functions/major.js';
import type { MigrationReport, MigrationRequest } from '../interfaces.ts';
import { appliedMigrations, checksumOf, type HistoryRow, migrationHistory } from '../migration-history.ts';
import { type Migration, readMigrations } from '../migration-manifest.ts';
import { takeSnapshot } from '../migration-snapshot.ts';
import {
  migrateDown,
  migrateUp,
  numberOfVersion,
  type PlannedStep,
  planDown,
  planUp,
  type RehearsedStep,
  rehearse,
} from '../migration-system.ts';
import { openReadable, openWritable, type ReadableConnection, type WritableConnection } from '../sqlite.ts';
import { damaged, storageError } from '../sqlite-errors.ts';
import { idBytes } from '../stores/record-ids.ts';
import { receiptSteps } from './migration-receipts.ts';
import { type KeyBytes, ThreadKeys } from './thread-keys.ts';

/** Throws as opening does, and INVALID_INPUT, NOT_FOUND (a version that is not carried), MIGRATION_FAILED. */
export function runMigrationTask(request: MigrationRequest, bytes: KeyBytes): MigrationReport {
  const keys = new ThreadKeys(request.id, bytes);
  let connection: WritableConnection | ReadableConnection | null = null;
  try {
    const migrations = readMigrations(request.migrations, request.kind);
    const options = { file: request.file, key: keys.page };
    if (request.action === 'status') {
      connection = openReadable(options);
      requireOurs(connection, request);
      return report(connection, migrations, []);
    }
    const writable = openWritable(options);
    connection = writable;
    requireOurs(writable, request);
    const steps = walk(writable, migrations, request, keys);
    const done = report(writable, migrations, steps);
    writable.pragma('wal_checkpoint(TRUNCATE)');
    return done;
  } catch (error) {
    throw storageError(error, request);
  } finally {
    connection?.close();
    keys.wipe();
  }
}

function walk(
  connection: WritableConnection,
  migrations: readonly Migration[],
  request: MigrationRequest,
  keys: ThreadKeys,
): readonly (PlannedStep | RehearsedStep)[] {
  const to = request.to === null ? null : numberOfVersion(migrations, request.to);
  const hooks = {
    taken: receiptSteps(connection, keys, request),
    beforeBreaking: ({ migration }: PlannedStep) => {
      takeSnapshot(connection, request, keys.page, migration.version);
    },
  };
  switch (request.action) {
    case 'plan': {
      const up = planUp(connection, migrations, to ?? undefined);
      const plan = up.length > 0 || to === null ? up : planDown(connection, migrations, to);
      return rehearse(connection, plan, request);
    }
    case 'up':
      return migrateUp(connection, migrations, request, { ...hooks, ...(to === null ? {} : { to }) });
    case 'down':
      return migrateDown(connection, migrations, request, {
        ...hooks,
        to: to ?? lastButOne(connection, migrations),
      });
    case 'status':
      return [];
  }
}

/** Without a version, down takes one step. */
function lastButOne(connection: ReadableConnection, migrations: readonly Migration[]): number {
  return appliedMigrations(connection, migrations).at(-2)?.number ?? 0;
}

/** The file opens with its key; is it also the one that was meant? One that went all the way down cannot say. */
function requireOurs(connection: ReadableConnection, request: MigrationRequest): void {
  const history = migrationHistory(connection);
  if (history.length === 0) throw damaged(request, 'unfinished');
  const table = connection.read(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'meta'`).get();
  if (table === undefined) return;
  const meta = connection.read<{ id: Buffer }>('SELECT id FROM meta').get();
  if (meta === undefined) throw damaged(request, 'unfinished');
  if (!meta.id.equals(idBytes(request.id))) throw damaged(request, 'swapped');
}

function report(
  connection: ReadableConnection,
  migrations: readonly Migration[],
  steps: readonly (PlannedStep | RehearsedStep)[],
): MigrationReport {
  const applied = appliedMigrations(connection, migrations);
  const pending = planUp(connection, migrations);
  const named = ({ number, name, version }: Migration) => ({ number, name, version });
  return {
    current: applied.at(-1)?.version ?? null,
    newest: migrations.at(-1)?.version ?? '',
    available: migrations.map(named),
    applied: applied.map(named),
    pending: pending.map(({ migration, breaking }) => ({ ...named(migration), breaking })),
    steps: steps.map((step) => ({
      ...named(step.migration),
      direction: step.direction,
      breaking: step.breaking,
      rebuilds: step.direction === 'up' && step.migration.rebuilds,
      keeps: step.migration.keeps,
      rows: 'rows' in step ? step.rows : null,
    })),
    history: historyOf(migrationHistory(connection), migrations),
  };
}

function historyOf(
  rows: readonly HistoryRow[],
  migrations: readonly Migration[],
): MigrationReport['history'] {
  const known = new Map(migrations.map((migration) => [migration.number, migration]));
  const versions: string[] = [];
  return rows.map(({ number, name, version, direction, sha256, at_ms }) => {
    const before = versions.at(-1);
    if (direction === 'up') versions.push(version);
    else versions.pop();
    const after = versions.at(-1);
    const migration = known.get(number);
    return {
      number,
      name,
      version,
      direction,
      sha256,
      atMs: at_ms,
      breaking: before !== undefined && after !== undefined && major(before) !== major(after),
      expected: migration !== undefined && checksumOf(migration, direction) === sha256,
    };
  });
}
