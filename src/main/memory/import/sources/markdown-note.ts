/**
 * One Markdown note: its front matter, its text and what it says about itself.
 *
 * The text is kept as it was written, Obsidian's links and embeds included; the reading view resolves them.
 */
import { posix } from 'node:path';
import type { MemoryInput } from '../../../../shared/contracts/memories.ts';
import { LIMITS } from '../../../../shared/limits.ts';
import { bandOf, externalIdOf, externalIdOfPath, labels, memoryInput, withMoreTags } from '../candidates.ts';
import { parseWhen, type When, whenFromMs, whenFromName } from '../dates.ts';
import { cut } from '../decoding.ts';
import { Refused, type SourceOptions } from '../entries.ts';
import { leftOverBlock, parseFrontMatter } from './front-matter.ts';
import { firstHeading, inlineTags } from './references.ts';

const DATE_FIELDS = [
  'date',
  'at',
  'created',
  'created_at',
  'created at',
  'date created',
  'datetime',
] as const;
const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  ...DATE_FIELDS,
  'title',
  'tags',
  'tag',
  'people',
  'band',
  'kind',
  'id',
]);

export interface Note {
  readonly externalId: string;
  readonly input: MemoryInput;
}

/**
 * @param path relative to the folder, with `/`
 * @param modifiedMs the file's, where nothing else says when
 * Throws `Refused`.
 */
export function parseNote(path: string, content: string, modifiedMs: number, options: SourceOptions): Note {
  const { fields, body } = parseFrontMatter(content);
  const name = nameOf(path);
  const text = body + leftOverBlock(fields, KNOWN_FIELDS);
  if (text.trim().length === 0 && !fields.has('title')) throw new Refused('EMPTY');
  if (text.includes('\0')) throw new Refused('UNSUPPORTED', 'It holds binary data, not text.');
  const { at, dateOnly } = whenOf(fields, name, modifiedMs);
  const tags = labels(fields.get('tags') ?? fields.get('tag'), 'tags').flatMap((tag) => tag.split(/\s+#?/));
  const kind = fields.get('kind');
  const input = memoryInput({
    title: titleOf(fields.get('title'), body, name),
    text,
    at,
    dateOnly,
    band: bandOf(fields.get('band'), options.band),
    ...(kind === undefined || kind === null ? {} : { kind }),
    tags: withMoreTags(tags, inlineTags(body)),
    people: labels(fields.get('people'), 'people'),
  });
  const id = fields.get('id');
  const externalId = id === undefined || id === null ? externalIdOfPath('markdown', path) : externalIdOf(id);
  return { externalId, input };
}

/** The file's name without its ending. */
export function nameOf(path: string): string {
  return posix
    .basename(path)
    .replace(/\.[^.]+$/, '')
    .normalize('NFC');
}

function titleOf(given: unknown, body: string, name: string): string {
  if (typeof given === 'string' || typeof given === 'number') {
    const title = String(given).trim();
    if (title.length > 0) return title;
  }
  return cut(firstHeading(body) ?? name, LIMITS.titleLength);
}

function whenOf(fields: ReadonlyMap<string, unknown>, name: string, modifiedMs: number): When {
  for (const field of DATE_FIELDS) {
    const value = fields.get(field);
    if (value !== undefined && value !== null && value !== '') return parseWhen(value);
  }
  return whenFromName(name) ?? whenFromMs(modifiedMs);
}
