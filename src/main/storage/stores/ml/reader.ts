/** ml, the reading side: which files there are, their bytes chunk by chunk, how good they were. */
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { ReadableConnection } from '../../sqlite.ts';
import { BaseReader, type QueryHandlers, type StoreCheck, type StoreFinding } from '../base-store.ts';
import { bandOf, idBytes, idText } from '../record-ids.ts';
import { type ArtifactLine, Artifacts, artifactNotFound, bytesWanted, chunksWanted } from './artifacts.ts';
import { type MlMetric, mlContract } from './contract.ts';

type Contract = typeof mlContract;

const MOST_METRICS = 10_000;
/** A file that nobody went on writing for so long was given up. */
const GIVEN_UP_MS = 24 * 3_600_000;

export class MlReader extends BaseReader<Contract> {
  readonly contract: Contract = mlContract;
  readonly #connection: ReadableConnection;
  readonly #artifacts: Artifacts;

  constructor(connection: ReadableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#artifacts = new Artifacts(connection, keys);
  }

  protected readonly handlers: QueryHandlers<Contract> = {
    artifacts: ({ name }) =>
      this.#artifacts
        .all()
        .filter((line) => name === undefined || line.name === name)
        .map((line) => ({
          id: idText(line.id),
          name: line.name,
          type: line.type,
          version: line.version,
          band: bandOf(line.band),
          bytes: line.bytes,
          sha256: line.sha256,
          chunks: this.#artifacts.chunks(line).length,
          chunksWanted: chunksWanted(line),
          state: line.state,
          createdMs: line.created_ms,
        }))
        .sort(
          (a, b) => a.name.localeCompare(b.name) || a.type.localeCompare(b.type) || b.version - a.version,
        ),

    read: ({ id, chunk }) => {
      const line = this.#artifacts.line(id);
      const bytes = line?.state === 'whole' ? this.#artifacts.chunk(line, chunk) : null;
      if (bytes === null) throw artifactNotFound(id);
      return { bytes };
    },

    metrics: ({ id, name, sinceMs }) =>
      this.#connection
        .read<{ name: string; at_ms: number; value: number }>(
          `SELECT name, at_ms, value FROM ml_metric
           WHERE artifact = ? ${name === undefined ? '' : 'AND name = ?'} AND at_ms >= ?
           ORDER BY at_ms, seq LIMIT ${MOST_METRICS}`,
        )
        .all(idBytes(id), ...(name === undefined ? [] : [name]), sinceMs ?? Number.MIN_SAFE_INTEGER)
        .map((line): MlMetric => ({ name: line.name, atMs: line.at_ms, value: line.value })),
  };

  /** Whole files have all their chunks; unfinished ones are not forgotten. */
  override check(from: number, rows: number): StoreCheck {
    const lines = this.#connection
      .read<ArtifactLine & { readonly seq: number }>(
        'SELECT rowid AS seq, * FROM ml_artifact WHERE rowid > ? ORDER BY rowid LIMIT ?',
      )
      .all(from, rows);
    const torn = lines.filter((line) => line.state === 'whole' && !this.#hasAll(line)).length;
    const givenUp = lines.filter(
      (line) => line.state === 'writing' && line.created_ms < Date.now() - GIVEN_UP_MS,
    ).length;
    const findings: StoreFinding[] = [];
    if (torn > 0) {
      findings.push({
        code: 'artifact-torn',
        severity: 'damage',
        count: torn,
        what: 'Parts of a trained model are missing.',
        todo: 'Remove the model and let it be trained again; your memories are not touched by it.',
        rebuildHelps: false,
      });
    }
    if (givenUp > 0) {
      findings.push({
        code: 'artifact-unfinished',
        severity: 'note',
        count: givenUp,
        what: 'Files of models were begun and never finished.',
        todo: 'Remove them to have the room back.',
        rebuildHelps: false,
      });
    }
    return { findings, next: lines.length < rows ? null : (lines.at(-1)?.seq ?? null) };
  }

  #hasAll(line: ArtifactLine): boolean {
    const chunks = this.#artifacts.chunks(line);
    return (
      chunks.length === chunksWanted(line) &&
      chunks.every(({ chunk, bytes }) => bytes === bytesWanted(line, chunk))
    );
  }
}
