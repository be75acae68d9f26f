/**
 * A Day One JSON export: a zip with one or several journals and folders of photos, videos, audio and PDFs.
 *
 * Invariant: one journal and one entry's attachments are in memory at a time. Every entry of the archive ends in
 * a memory, an attachment, or the list of what was refused.
 */
import { basename, posix } from 'node:path';
import { z } from 'zod';
import { LIMITS } from '../../../../shared/limits.ts';
import { Archive } from '../archive.ts';
import { type AttachmentCandidate, readAttachments } from '../attachment-reading.ts';
import { digestOf } from '../candidates.ts';
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
import { parseJournalEntry } from './day-one-entry.ts';

export const ARCHIVE_NAME = /\.(zip|dayone)$/i;
const journalSchema = z.object({ entries: z.array(z.unknown()) });

export class DayOneSource implements ImportSource {
  readonly format = 'dayone';
  readonly #path: string;

  /** @param path absolute path of the zip */
  constructor(path: string) {
    this.#path = path;
  }

  async total(): Promise<number | null> {
    try {
      const archive = await Archive.open(this.#path);
      try {
        let entries = 0;
        for (const name of journals(archive)) entries += (await readJournal(archive, name)).length;
        return entries;
      } finally {
        archive.close();
      }
    } catch {
      // What is wrong with it is said when it is read.
      return null;
    }
  }

  async *entries(options: SourceOptions): AsyncGenerator<ImportEntry> {
    let archive: Archive;
    try {
      archive = await Archive.open(this.#path);
    } catch (thrown) {
      yield refusalOf(basename(this.#path), thrown);
      return;
    }
    try {
      yield* this.#archive(archive, options);
    } finally {
      archive.close();
    }
  }

  async *#archive(archive: Archive, options: SourceOptions): AsyncGenerator<ImportEntry> {
    for (const refusal of archive.refused) yield { type: 'refused', refusal };
    const used = new Set<string>();
    const found = journals(archive);
    if (found.length === 0) yield refuse(basename(this.#path), 'UNSUPPORTED', 'There is no journal in it.');
    for (const journal of found) {
      used.add(journal);
      let entries: readonly unknown[];
      try {
        entries = await readJournal(archive, journal);
      } catch (thrown) {
        yield refusalOf(journal, thrown);
        continue;
      }
      for (const [index, value] of entries.entries()) {
        if (options.signal.aborted) return;
        const source = `${journal}#${index + 1}`;
        try {
          yield* await journalEntry(archive, journal, source, value, used, options);
        } catch (thrown) {
          yield refusalOf(source, thrown);
        }
      }
    }
    for (const name of archive.names()) {
      if (!used.has(name)) yield refuse(name, 'UNSUPPORTED', 'No entry of a journal refers to it.');
    }
  }
}

function journals(archive: Archive): string[] {
  return archive.names().filter((name) => /\.json$/i.test(name) && name.split('/').length <= 2);
}

async function readJournal(archive: Archive, name: string): Promise<readonly unknown[]> {
  const text = decodeText(await archive.read(name, IMPORT_LIMITS.journalBytes));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Refused('INVALID_JSON', undefined, cause);
  }
  const parsed = journalSchema.safeParse(value);
  if (!parsed.success) throw new Refused('INVALID_SHAPE', 'It is not a journal as Day One exports it.');
  return parsed.data.entries;
}

async function journalEntry(
  archive: Archive,
  journal: string,
  source: string,
  value: unknown,
  used: Set<string>,
  options: SourceOptions,
): Promise<readonly ImportEntry[]> {
  const { externalId, input, files } = parseJournalEntry(value, options);
  const missing: ImportEntry[] = [];
  const candidates: AttachmentCandidate[] = [];
  for (const { path, name } of files) {
    const inside = posix.join(posix.dirname(journal), path);
    if (!archive.has(inside)) {
      missing.push(refuse(`${source} → ${path}`, 'ATTACHMENT_MISSING'));
      continue;
    }
    used.add(inside);
    candidates.push({
      name,
      source: inside,
      size: async () => archive.claimedSize(inside),
      read: (limit) => archive.read(inside, Math.min(limit, LIMITS.attachmentBytes)),
    });
  }
  const { attachments, refused } = await readAttachments(candidates, options);
  const digest = digestOf(JSON.stringify(value), attachments);
  const item: ImportEntry = {
    type: 'item',
    source,
    externalId,
    digest,
    input,
    attachments,
    bytes: Buffer.byteLength(input.text) + attachments.reduce((sum, { size }) => sum + size, 0),
  };
  return [...missing, ...refused, item];
}
