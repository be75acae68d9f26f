/**
 * One entry of a Day One journal (JSON export), as a memory.
 *
 * Day One writes Markdown with most punctuation escaped; the escapes that mean nothing are taken off, and
 * `dayone-moment:` references become the names of attachments. Where an entry has rich text only, its text and
 * headings, lists and photos are taken.
 * Source: exports of Day One 2 and later (metadata.version 1.0); fields this does not know are passed over.
 */
import { z } from 'zod';
import { LIMITS } from '../../../../shared/limits.ts';
import { labels, memoryInput, withMoreTags } from '../candidates.ts';
import { whenFromMs } from '../dates.ts';
import { cut } from '../decoding.ts';
import { Refused, type SourceOptions } from '../entries.ts';
import type { Note } from './markdown-note.ts';
import { firstHeading } from './references.ts';

const moment = z.object({
  identifier: z.string().max(200).nullish(),
  md5: z.string().max(200).nullish(),
  type: z.string().max(20).nullish(),
  format: z.string().max(20).nullish(),
});
const moments = z.array(moment).max(10_000).nullish();

const entrySchema = z.object({
  uuid: z.string().min(1).max(LIMITS.externalIdLength),
  creationDate: z.string(),
  timeZone: z.string().nullish(),
  text: z.string().nullish(),
  richText: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  starred: z.boolean().nullish(),
  location: z
    .object({
      placeName: z.string().nullish(),
      localityName: z.string().nullish(),
      administrativeArea: z.string().nullish(),
      country: z.string().nullish(),
    })
    .nullish(),
  isAllDay: z.boolean().nullish(),
  photos: moments,
  videos: moments,
  audios: moments,
  pdfAttachments: moments,
});

/** Folders of an export, by the entry's field that lists what lies in them. */
const FOLDERS = { photos: 'photos', videos: 'videos', audios: 'audios', pdfAttachments: 'pdfs' } as const;

interface JournalFile {
  /** Path beside the journal's JSON, `photos/<md5>.<type>`. */
  readonly path: string;
  readonly name: string;
}

export interface JournalEntry extends Note {
  readonly files: readonly JournalFile[];
}

/** Throws `Refused`. */
export function parseJournalEntry(value: unknown, options: SourceOptions): JournalEntry {
  const parsed = entrySchema.safeParse(value);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.');
    throw new Refused('INVALID_SHAPE', `Its field "${field ?? 'entry'}" is not as Day One writes it.`);
  }
  const entry = parsed.data;
  const { files, names } = filesOf(entry);
  const written = entry.text ?? (entry.richText == null ? '' : plainOf(entry.richText));
  const shown = withNames(unescaped(written), names);
  const unmentioned = files.filter(({ name }) => !shown.includes(name)).map(({ name }) => `![](${name})`);
  const text = [shown, ...unmentioned, ...place(entry.location)].filter((part) => part !== '').join('\n\n');
  if (text === '') throw new Refused('EMPTY');
  const at = Date.parse(entry.creationDate);
  if (Number.isNaN(at)) throw new Refused('INVALID_DATE');
  const when = whenFromMs(at, entry.timeZone ?? undefined);
  const tags = labels(entry.tags, 'tags');
  const input = memoryInput({
    title: titleOf(shown),
    text,
    at: when.at,
    dateOnly: entry.isAllDay ?? false,
    band: options.band ?? 'GREEN',
    ...(files.length > 0 && shown.length < 200 ? { kind: 'photo' } : {}),
    tags: entry.starred === true ? withMoreTags(tags, ['starred']) : tags,
    people: [],
  });
  return { externalId: entry.uuid, input, files };
}

function filesOf(entry: z.infer<typeof entrySchema>): {
  readonly files: readonly JournalFile[];
  readonly names: ReadonlyMap<string, string>;
} {
  const files = new Map<string, JournalFile>();
  const names = new Map<string, string>();
  for (const field of ['photos', 'videos', 'audios', 'pdfAttachments'] as const) {
    for (const { identifier, md5, type, format } of entry[field] ?? []) {
      const ending = type ?? format ?? (field === 'pdfAttachments' ? 'pdf' : null);
      // Both become part of a path inside the archive; anything but plain letters is not Day One's.
      if (md5 == null || ending === null || !/^[\w-]+$/.test(md5) || !/^\w+$/.test(ending)) continue;
      const name = `${md5}.${ending}`;
      files.set(name, { path: `${FOLDERS[field]}/${name}`, name });
      if (identifier != null) names.set(identifier.toUpperCase(), name);
    }
  }
  return { files: [...files.values()], names };
}

const MOMENT = /!?\[([^[\]\n]*)\]\(dayone-moment:\/+(?:\w+\/)?([\w-]+)\)/g;

function withNames(text: string, names: ReadonlyMap<string, string>): string {
  return text.replace(MOMENT, (all, label: string, id: string) => {
    const name = names.get(id.toUpperCase());
    return name === undefined ? all : `![${label}](${name})`;
  });
}

/** Takes off the escapes that change nothing: a full stop needs one only after a number at the start of a line. */
function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/^([ \t]*\d+\\[.)])|\\([.!()])|(?<=\S.*)\\([-+])/gm, (all, numbered, mark, sign) =>
    typeof numbered === 'string' ? all : String(mark ?? sign),
  );
}

function titleOf(text: string): string {
  const heading = firstHeading(text);
  if (heading !== null) return cut(heading, LIMITS.titleLength);
  const [first = '', ...rest] = text.trimStart().split('\n', 20);
  const isTitle = first.length <= 80 && !/^[!>[*+-]/.test(first) && rest.some((line) => line.trim() !== '');
  return isTitle ? first.trim() : '';
}

function place(location: z.infer<typeof entrySchema>['location']): string[] {
  if (location == null) return [];
  const parts = [location.placeName, location.localityName, location.administrativeArea, location.country];
  const known = [...new Set(parts.map((part) => part?.trim() ?? '').filter((part) => part !== ''))];
  return known.length === 0 ? [] : [`📍 ${known.join(', ')}`];
}

const richTextSchema = z.object({
  contents: z.array(
    z.object({
      text: z.string().nullish(),
      attributes: z
        .object({
          line: z
            .object({
              header: z.number().nullish(),
              listStyle: z.string().nullish(),
              checked: z.boolean().nullish(),
            })
            .nullish(),
        })
        .nullish(),
      embeddedObjects: z
        .array(z.object({ identifier: z.string().nullish(), type: z.string().nullish() }))
        .nullish(),
    }),
  ),
});

/** Markdown from Day One's rich text. What is not rich text after all is taken as it is. */
function plainOf(richText: string): string {
  let value: unknown;
  try {
    value = JSON.parse(richText);
  } catch {
    return richText;
  }
  const parsed = richTextSchema.safeParse(value);
  if (!parsed.success) throw new Refused('INVALID_SHAPE', 'Its rich text is not as Day One writes it.');
  let text = '';
  for (const { text: run, attributes, embeddedObjects } of parsed.data.contents) {
    for (const { identifier, type } of embeddedObjects ?? []) {
      if (identifier != null) text += `\n![](dayone-moment:/${type ?? 'photo'}/${identifier})\n`;
    }
    const atStart = text === '' || text.endsWith('\n');
    text += `${atStart ? lineMark(attributes?.line) : ''}${run ?? ''}`;
  }
  return text.trim();
}

function lineMark(
  line:
    | {
        header?: number | null | undefined;
        listStyle?: string | null | undefined;
        checked?: boolean | null | undefined;
      }
    | null
    | undefined,
): string {
  if (line == null) return '';
  if (line.header != null && line.header > 0) return `${'#'.repeat(Math.min(6, Math.trunc(line.header)))} `;
  if (line.listStyle === 'bulleted') return '- ';
  if (line.listStyle === 'numbered') return '1. ';
  if (line.listStyle === 'checkbox') return line.checked === true ? '- [x] ' : '- [ ] ';
  return '';
}
