/** imports, the reading side: the journal. */
import { z } from 'zod';
import { importFormatSchema } from '../../../../shared/contracts/imports.ts';
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { ReadableConnection } from '../../sqlite.ts';
import { BaseReader, type QueryHandlers } from '../base-store.ts';
import { bandOf, idText } from '../record-ids.ts';
import { type ImportRun, importsContract } from './contract.ts';
import { IMPORT_RUN } from './writer.ts';

type Contract = typeof importsContract;

interface ImportLine {
  readonly id: Buffer;
  readonly format: string;
  readonly band: number;
  readonly state: string;
  readonly done: number;
  readonly total: number | null;
  readonly imported: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly started_ms: number;
  readonly updated_ms: number;
  readonly epoch: number;
  readonly wrapped: Buffer;
  readonly sealed: Buffer;
}

const sealedSchema = z.object({ path: z.string(), notes: z.string() });
const stateSchema = z.enum(['running', 'done', 'cancelled', 'failed']);

export class ImportsReader extends BaseReader<Contract> {
  readonly contract: Contract = importsContract;
  readonly #connection: ReadableConnection;
  readonly #keys: ThreadKeys;

  constructor(connection: ReadableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#keys = keys;
  }

  protected readonly handlers: QueryHandlers<Contract> = {
    list: () =>
      this.#connection
        .read<ImportLine>('SELECT * FROM import_run ORDER BY started_ms DESC')
        .all()
        .map((line) => this.#run(line)),
  };

  #run(line: ImportLine): ImportRun {
    const runId = idText(line.id);
    const band = bandOf(line.band);
    const plain = this.#keys.open(this.#keys.place(IMPORT_RUN, runId, 0, band), band, line);
    return {
      ...sealedSchema.parse(JSON.parse(plain.toString('utf8'))),
      runId,
      format: importFormatSchema.parse(line.format),
      band,
      state: stateSchema.parse(line.state),
      done: line.done,
      total: line.total,
      imported: line.imported,
      unchanged: line.unchanged,
      refusedCount: line.refused,
      startedMs: line.started_ms,
      updatedMs: line.updated_ms,
    };
  }
}
