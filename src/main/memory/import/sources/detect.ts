/**
 * Which format a chosen file or folder is of, and the source that reads it.
 *
 * By name where the name says it, else by a bounded look at the beginning. Does not read content beyond that.
 */
import { constants, type Stats } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import type { ImportFormat } from '../../../../shared/contracts/imports.ts';
import { VaultError } from '../../../../shared/errors.ts';
import { openRegularFile } from '../bounded-file.ts';
import type { ImportSource } from '../entries.ts';
import { listFolder } from '../walk.ts';
import { ARCHIVE_NAME, DayOneSource } from './day-one-source.ts';
import { FolderSource, NOTE_NAME, TEXT_NAME } from './folder-source.ts';
import { JSON_LINES_NAME, JsonLinesSource } from './json-lines-source.ts';

/** Throws SOURCE_NOT_FOUND, or INVALID_INPUT where no format fits. */
export async function openSource(
  path: string,
  format: ImportFormat | 'auto',
  signal: AbortSignal,
): Promise<ImportSource> {
  const stats = await statOf(path);
  const chosen = format === 'auto' ? await detect(path, stats, signal) : format;
  switch (chosen) {
    case 'jsonl':
      return new JsonLinesSource(path);
    case 'dayone':
      return new DayOneSource(path);
    default:
      return new FolderSource(path, chosen);
  }
}

async function statOf(path: string): Promise<Stats> {
  try {
    const stats = await stat(path);
    await access(path, constants.R_OK);
    return stats;
  } catch (cause) {
    throw new VaultError(
      'SOURCE_NOT_FOUND',
      'There is nothing to import at that path, or it may not be read.',
      {
        hint: 'Check the path and its permissions.',
        cause,
      },
    );
  }
}

async function detect(path: string, stats: Stats, signal: AbortSignal): Promise<ImportFormat> {
  if (stats.isDirectory()) {
    const { files } = await listFolder(path, signal).catch(() => ({ files: [] }));
    if (files.some((name) => NOTE_NAME.test(name))) return 'markdown';
    if (files.some((name) => TEXT_NAME.test(name))) return 'text';
    if (files.some((name) => JSON_LINES_NAME.test(name))) return 'jsonl';
    return 'markdown';
  }
  if (ARCHIVE_NAME.test(path)) return 'dayone';
  if (JSON_LINES_NAME.test(path)) return 'jsonl';
  if (NOTE_NAME.test(path)) return 'markdown';
  if (TEXT_NAME.test(path)) return 'text';
  const beginning = await beginningOf(path);
  if (beginning.startsWith('PK\u0003\u0004')) return 'dayone';
  if (/^(?:\xEF\xBB\xBF)?\s*\{/.test(beginning)) return 'jsonl';
  if (beginning.includes('\0')) {
    throw new VaultError('INVALID_INPUT', 'This file is of no format that can be imported.', {
      hint: 'Choose a folder of notes, a text file, JSON Lines, or a Day One export (zip).',
    });
  }
  return 'text';
}

async function beginningOf(path: string): Promise<string> {
  const { handle } = await openRegularFile(path).catch((cause: unknown) => {
    throw new VaultError('SOURCE_NOT_FOUND', 'The chosen file may not be read.', {
      hint: 'Check its permissions.',
      cause,
    });
  });
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(512), 0, 512, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
