/**
 * One database as a report shows it: status, findings, how far its check has come, pool, caches, room, settings.
 *
 * Asks for what is known and looks at nothing that takes long. Invariant: a database that does not answer is described by
 * that, and holds up no other.
 */
import { stat, statfs } from 'node:fs/promises';
import type { DatabaseHealth, Finding, HealthReport, SpaceUse } from '../../shared/contracts/health.ts';
import { VaultError } from '../../shared/errors.ts';
import { Histogram } from '../observability/histogram.ts';
import type { UpkeepState } from '../storage/stores/upkeep/contract.ts';
import { finding, findingsOf, integrityOf, statusOf } from './health-findings.ts';
import { settingsOf } from './health-settings.ts';
import { cachesOf } from './metrics.ts';
import type { ClosedTarget, Target } from './targets.ts';

const PARTS_SHOWN = 50;

/** @param known findings that are not in the database's own notes */
export async function describeDatabase(
  target: Target,
  known: readonly Finding[],
  nowMs: number,
): Promise<DatabaseHealth> {
  const { spaceId, name, tier, database } = target;
  try {
    const [state, facts, connections, { log }] = await Promise.all([
      database.query('upkeep.state', {}),
      database.query('upkeep.facts', {}),
      database.connections(),
      database.figures(),
    ]);
    const { pool, ...caches } = database.metrics();
    const settings = settingsOf(connections);
    const findings = [...findingsOf({ spaceId, state, facts, log, settings, nowMs }), ...known];
    const waits = Histogram.from(pool.waits);
    return {
      spaceId,
      name,
      tier,
      status: statusOf(findings),
      findings,
      integrity: integrityOf(state),
      pool: {
        min: 1,
        max: 7,
        open: pool.readers,
        idle: pool.idle,
        waiting: pool.waiting,
        acquisitions: pool.acquired,
        waitP95: waits.quantile(0.95),
        timeouts: pool.timeouts,
        replaced: pool.replaced,
      },
      caches: cachesOf(caches).map((cache) => ({
        ...cache,
        rate: cache.hits + cache.misses === 0 ? null : cache.hits / (cache.hits + cache.misses),
      })),
      use: spaceUseOf(state, facts, await sizesOf(database.file)),
      pragmas: settings,
    };
  } catch (error) {
    return unreadable(target, error, nowMs);
  }
}

/** A space that does not open: its problem is what is found. */
export function describeClosed(
  { spaceId, name, tier, problem }: ClosedTarget,
  nowMs: number,
): DatabaseHealth {
  const reason = String(problem.details?.reason ?? '');
  const newer = problem.code === 'NEWER_VERSION';
  const action = newer ? 'update' : problem.code === 'SPACE_DAMAGED' ? 'backup' : null;
  const severity = newer ? 'warning' : 'damage';
  const params = { code: problem.code, reason };
  const findings = [finding('not-openable', severity, params, spaceId, nowMs, action)];
  return { ...nothingKnown(spaceId, name, tier), status: statusOf(findings), findings };
}

function unreadable({ spaceId, name, tier }: Target, error: unknown, nowMs: number): DatabaseHealth {
  const code = error instanceof VaultError ? error.code : 'INTERNAL';
  const findings = [finding('check-failed', 'damage', { code }, spaceId, nowMs)];
  return { ...nothingKnown(spaceId, name, tier), status: 'damaged', findings };
}

function nothingKnown(
  spaceId: string | null,
  name: string,
  tier: DatabaseHealth['tier'],
): Omit<DatabaseHealth, 'status' | 'findings'> {
  return { spaceId, name, tier, integrity: null, pool: null, caches: [], use: null, pragmas: [] };
}

/** Null where the system does not say. */
export async function diskOf(directory: string): Promise<HealthReport['disk']> {
  try {
    const { bavail, blocks, bsize } = await statfs(directory);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch {
    return null;
  }
}

async function sizesOf(file: string): Promise<{ fileBytes: number; logBytes: number }> {
  const [fileBytes = 0, logBytes = 0] = await Promise.all(
    [file, `${file}-wal`].map((path) =>
      stat(path).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return { fileBytes, logBytes };
}

function spaceUseOf(
  state: UpkeepState,
  {
    pageBytes,
    pages,
    freePages,
    incremental,
  }: { pageBytes: number; pages: number; freePages: number; incremental: boolean },
  sizes: { fileBytes: number; logBytes: number },
): SpaceUse {
  const parts = state.parts.flatMap(({ part, table, bytes }): SpaceUse['parts'] => {
    const [type, name = ''] = part.split('/', 2);
    return type === 'table' || type === 'index' ? [{ name, table, type, bytes }] : [];
  });
  const measured = state.parts.reduce((newest, { checkedMs }) => Math.max(newest, checkedMs), 0);
  return {
    ...sizes,
    pageBytes,
    pages,
    freePages,
    incremental,
    parts: parts.slice(0, PARTS_SHOWN),
    partsAt: measured === 0 ? null : new Date(measured).toISOString(),
    reclaimed: state.reclaimed.map(({ atMs, bytes, how }) => ({
      at: new Date(atMs).toISOString(),
      bytes,
      how,
    })),
    reclaimedBytes: state.reclaimedBytes,
  };
}
