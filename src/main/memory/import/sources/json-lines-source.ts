/**
 * JSON Lines: `{"id","at","text","title"?,"tags"?,"band"?,"people"?,"kind"?}`, one memory a line.
 *
 * Invariant: one line is in memory at a time, and a broken one is refused by its number while the rest comes in.
 * A line without an id is known by its own digest: the same line again adds nothing.
 */
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { Refusal } from '../../../../shared/contracts/imports.ts';
import { openRegularFile } from '../bounded-file.ts';
import { bandOf, digestOf, externalIdOf, labels, memoryInput } from '../candidates.ts';
import { parseWhen } from '../dates.ts';
import { decodeText } from '../decoding.ts';
import {
  IMPORT_LIMITS,
  type ImportEntry,
  type ImportSource,
  Refused,
  refusalOf,
  refuse,
  type SourceOptions,
} from '../entries.ts';
import { countLines, readLines } from '../lines.ts';
import { listFolder } from '../walk.ts';

export const JSON_LINES_NAME = /\.(jsonl|ndjson)$/i;
/** Bytes up to which lines are counted beforehand. */
const COUNTED_BYTES = 256 * 1024 * 1024;

const lineSchema = z.object({
  id: z.union([z.string(), z.number()]).nullish(),
  at: z.union([z.string(), z.number()]),
  text: z.string(),
  title: z.string().nullish(),
  tags: z.unknown().optional(),
  people: z.unknown().optional(),
  band: z.unknown().optional(),
  kind: z.string().nullish(),
});

interface Files {
  readonly files: readonly { readonly path: string; readonly shown: string }[];
  readonly refused: readonly Refusal[];
}

export class JsonLinesSource implements ImportSource {
  readonly format = 'jsonl';
  readonly #path: string;
  #files: Promise<Files> | null = null;

  /** @param path absolute; a file, or a folder whose files come in order */
  constructor(path: string) {
    this.#path = path;
  }

  async total(signal: AbortSignal): Promise<number | null> {
    const { files } = await this.#listed(signal);
    let lines = 0;
    for (const { path } of files) {
      try {
        const { handle, size } = await openRegularFile(path);
        try {
          if (size > COUNTED_BYTES) return null;
          lines += await countLines(handle, signal);
        } finally {
          await handle.close();
        }
      } catch {
        // What cannot be read is refused when its turn comes.
      }
    }
    return lines;
  }

  async *entries(options: SourceOptions): AsyncGenerator<ImportEntry> {
    const { files, refused } = await this.#listed(options.signal);
    for (const refusal of refused) yield { type: 'refused', refusal };
    for (const { path, shown } of files) yield* this.#file(path, shown, options);
  }

  async *#file(path: string, shown: string, options: SourceOptions): AsyncGenerator<ImportEntry> {
    try {
      const { handle } = await openRegularFile(path);
      try {
        for await (const { number, bytes } of readLines(handle, IMPORT_LIMITS.lineBytes)) {
          if (options.signal.aborted) return;
          const source = `${shown}:${number}`;
          if (bytes === null) yield refuse(source, 'TOO_LARGE');
          else if (!isBlank(bytes)) yield parseLine(source, bytes, options);
        }
      } finally {
        await handle.close();
      }
    } catch (thrown) {
      yield refusalOf(shown, thrown);
    }
  }

  #listed(signal: AbortSignal): Promise<Files> {
    this.#files ??= this.#list(signal);
    return this.#files;
  }

  async #list(signal: AbortSignal): Promise<Files> {
    if (!(await stat(this.#path)).isDirectory()) {
      return { files: [{ path: this.#path, shown: basename(this.#path) }], refused: [] };
    }
    const { files, refused } = await listFolder(this.#path, signal);
    const chosen = files.filter((path) => JSON_LINES_NAME.test(path));
    const others = files.filter((path) => !JSON_LINES_NAME.test(path));
    return {
      files: chosen.map((shown) => ({ path: join(this.#path, shown), shown })),
      refused: [...refused, ...others.map((path) => refuse(path, 'UNSUPPORTED').refusal)],
    };
  }
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09);
}

function parseLine(source: string, bytes: Uint8Array, options: SourceOptions): ImportEntry {
  try {
    const line = shapeOf(decodeText(bytes));
    if (line.text.trim() === '' && (line.title ?? '').trim() === '') throw new Refused('EMPTY');
    const digest = digestOf(bytes, []);
    const { at, dateOnly } = parseWhen(line.at);
    const input = memoryInput({
      title: line.title ?? '',
      text: line.text,
      at,
      dateOnly,
      band: bandOf(line.band, options.band),
      ...(line.kind == null ? {} : { kind: line.kind }),
      tags: labels(line.tags, 'tags'),
      people: labels(line.people, 'people'),
    });
    const externalId = line.id == null ? `jsonl:${digest.slice(0, 32)}` : externalIdOf(line.id);
    return { type: 'item', source, externalId, digest, input, attachments: [], bytes: bytes.byteLength };
  } catch (thrown) {
    return refusalOf(source, thrown);
  }
}

function shapeOf(line: string): z.infer<typeof lineSchema> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new Refused('INVALID_JSON', undefined, cause);
  }
  const parsed = lineSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join('.');
  throw new Refused(
    'INVALID_SHAPE',
    field === undefined || field === ''
      ? 'It is not an object with "at" and "text".'
      : `Its field "${field}" is missing or of another kind than it should be.`,
  );
}
