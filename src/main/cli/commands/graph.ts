/** graph export|import|query */
import { resolve } from 'node:path';
import { iriSchema } from '../../../shared/contracts/graph.ts';
import { VaultError } from '../../../shared/errors.ts';
import type { GraphFormat, GraphRefusal } from '../../memory/graph/rdf-reader.ts';
import { parseInput } from '../input.ts';
import { type CommandResult, PARTIAL } from '../output.ts';
import { progressPrinter } from '../progress.ts';
import { type GlobalOptions, spaceId, withVault } from '../session.ts';

interface FileOptions extends GlobalOptions {
  readonly space: string;
  readonly file: string;
  readonly format: GraphFormat;
}

export interface ImportGraphOptions extends FileOptions {
  readonly band: 'GREEN' | 'AMBER' | 'RED';
}

export interface QueryGraphOptions extends GlobalOptions {
  readonly space: string;
  readonly subject?: string;
  readonly predicate?: string;
  readonly object?: string;
  readonly near?: string;
  readonly depth: number;
  readonly limit: number;
}

/** Refusals that a result lists; those past it are counted. */
const LISTED = 10_000;
const MOST = 1000;

export function exportGraph({ file, format, ...options }: FileOptions): Promise<CommandResult> {
  return withVault(options, async ({ application, vault }) => {
    const path = resolve(file);
    const counts = await application.memories.graph.export(spaceId(vault, options.space), path, format);
    const { entities, statements, mentions } = counts;
    return {
      json: { path, ...counts },
      lines: [
        `${entities} people, places and things, ${statements} statements and ${mentions} mentions are in ${path}.`,
      ],
    };
  });
}

export function importGraph({ file, format, band, ...options }: ImportGraphOptions): Promise<CommandResult> {
  return withVault(options, async ({ application, vault, signal }) => {
    const refused: GraphRefusal[] = [];
    const printer = progressPrinter(options.progress, options.json ?? false);
    const counts = await application.memories.graph
      .import(spaceId(vault, options.space), resolve(file), {
        format,
        band,
        signal,
        onRefusal: (refusal) => {
          if (refused.length < LISTED) refused.push(refusal);
        },
        onProgress: (done) => printer.show({ done, total: null, what: 'graph' }),
      })
      .finally(() => printer.end());
    const { entities, statements, unchanged, refused: refusedCount, finished } = counts;
    return {
      json: { entities, statements, unchanged, refused, refusedCount, finished },
      lines: [
        `${entities} people, places and things and ${statements} statements brought in, ${unchanged} unchanged, ${refusedCount} refused${finished ? '' : ' (stopped)'}.`,
        ...refused.map(({ line, message }) => `line ${line}: ${message}`),
      ],
      exitCode: refusedCount > 0 || !finished ? PARTIAL : 0,
    };
  });
}

export function queryGraph(options: QueryGraphOptions): Promise<CommandResult> {
  const { subject, object, near } = options;
  const predicate =
    options.predicate === undefined ? undefined : parseInput(iriSchema.safeParse(options.predicate));
  if (options.depth > 4) {
    throw new VaultError('INVALID_INPUT', 'It is asked for at most 4 statements away.', {
      hint: 'Give --depth 1 to 4.',
    });
  }
  return withVault(options, async ({ application, vault }) => {
    const space = spaceId(vault, options.space);
    const { graph } = application.memories;
    if (near !== undefined) {
      const found = await graph.near(space, near, options.depth, Math.min(options.limit, 500));
      const entities = found.map(({ entity, distance }) => ({
        id: entity.id,
        name: entity.names[0] ?? '',
        kind: entity.kind,
        distance,
      }));
      return {
        json: { entities },
        lines: entities.map(({ name, kind, distance, id }) => [distance, kind, name, id].join('  ')),
      };
    }
    const rows = await graph.match(space, {
      subject,
      predicate,
      object,
      limit: Math.min(options.limit, MOST),
    });
    const statements = rows.map((row) => ({
      id: row.id,
      subject: { id: row.subjectId, name: row.subjectName },
      predicate: row.predicate,
      object:
        'entity' in row.object
          ? { id: row.object.entity, name: row.objectName }
          : { value: row.object.literal, datatype: row.object.datatype, language: row.object.language },
      confidence: row.confidence,
      origin: row.origin,
      memoryId: row.memoryId,
      band: row.band,
    }));
    return {
      json: { statements },
      lines: rows.map((row) => [row.subjectName, row.predicate, row.objectName].join('  ')),
    };
  });
}
