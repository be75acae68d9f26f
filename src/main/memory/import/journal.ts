/**
 * The journal of import runs: what a run was doing when the process ended, kept sealed in the space it writes to.
 *
 * A run that the journal calls running and that no process runs was interrupted, and can be resumed.
 */
import { basename } from 'node:path';
import { z } from 'zod';
import {
  type ImportProgress,
  type ImportRequest,
  type Refusal,
  refusalSchema,
} from '../../../shared/contracts/imports.ts';
import { type VaultErrorData, vaultErrorDataSchema } from '../../../shared/errors.ts';
import type { ImportRun as JournalRow } from '../../storage/stores/imports/contract.ts';
import type { OpenSpace, OpenVault } from '../../vault/contract.ts';
import { contextFor } from '../ports.ts';

/** Refusals that a run keeps. */
export const LISTED_REFUSALS = 1000;

const notesSchema = z.object({
  salt: z.string(),
  /** Whether the person chose the band, or each item may. */
  bandGiven: z.boolean(),
  seconds: z.number(),
  refused: z.array(refusalSchema),
  error: vaultErrorDataSchema.nullable(),
});

/** Everything that is known of one run. */
export interface RunRecord {
  readonly runId: string;
  readonly spaceId: string;
  readonly path: string;
  readonly format: JournalRow['format'];
  readonly band: ImportRequest['band'];
  readonly salt: string;
  readonly state: JournalRow['state'];
  readonly done: number;
  readonly total: number | null;
  readonly imported: number;
  readonly unchanged: number;
  readonly refusedCount: number;
  readonly refused: readonly Refusal[];
  readonly seconds: number;
  readonly error: VaultErrorData | null;
  readonly startedMs: number;
}

export async function noteRun(vault: OpenVault, space: OpenSpace, run: RunRecord): Promise<void> {
  const { runId, path, format, state, done, total, imported, unchanged, refusedCount, startedMs } = run;
  const notes: z.input<typeof notesSchema> = {
    salt: run.salt,
    bandGiven: run.band !== undefined,
    seconds: run.seconds,
    refused: [...run.refused],
    error: run.error,
  };
  const context = contextFor(vault, space, 'import.journal', null, { correlationId: runId });
  await space.database.unitOfWork.run(context, (uow) => {
    uow.imports.note({
      runId,
      path,
      format,
      band: run.band ?? 'GREEN',
      state,
      done,
      total,
      imported,
      unchanged,
      refusedCount,
      notes: JSON.stringify(notes),
      startedMs,
    });
  });
}

export async function dismissRun(vault: OpenVault, space: OpenSpace, runId: string): Promise<void> {
  const context = contextFor(vault, space, 'import.journal', null, { correlationId: runId });
  await space.database.unitOfWork.run(context, (uow) => uow.imports.dismiss({ runId }));
}

/** Last started first. */
export async function journalOf(space: OpenSpace): Promise<RunRecord[]> {
  const rows = await space.database.query('imports.list', {});
  return rows.flatMap((row): RunRecord[] => {
    const notes = notesSchema.safeParse(JSON.parse(row.notes));
    if (!notes.success) return [];
    const { salt, bandGiven, seconds, refused, error } = notes.data;
    const { runId, path, format, band, state, done, total, imported, unchanged, refusedCount, startedMs } =
      row;
    const counts = { done, total, imported, unchanged, refusedCount, refused, seconds, error, startedMs };
    return [
      { runId, spaceId: space.id, path, format, band: bandGiven ? band : undefined, salt, state, ...counts },
    ];
  });
}

/** As pages see it. `running` is true where this process is at it. */
export function progressOf(run: RunRecord, running: boolean): ImportProgress {
  const { runId, spaceId, done, total, imported, unchanged, refusedCount, seconds, error } = run;
  return {
    runId,
    spaceId,
    source: basename(run.path),
    state: run.state === 'running' && !running ? 'interrupted' : run.state,
    done,
    total,
    imported,
    unchanged,
    refusedCount,
    refused: run.refused.slice(0, LISTED_REFUSALS),
    seconds,
    error,
  };
}
