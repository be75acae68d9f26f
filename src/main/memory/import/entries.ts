/**
 * What an import source gives: items ready to become memories, and refusals that say why something did not.
 *
 * Invariant: every file, line or entry of a source ends as exactly one of the two (an item may bring refusals of
 * its attachments besides). Nothing here touches the vault.
 */
import type { ImportFormat, Refusal } from '../../../shared/contracts/imports.ts';
import type { MemoryInput } from '../../../shared/contracts/memories.ts';
import { LIMITS } from '../../../shared/limits.ts';

export type RefusalCode = Refusal['code'];

export interface ImportAttachment {
  /** What the text refers to it by; unique within its memory. */
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  /** Null in a mere look, which counts and does not read. */
  readonly bytes: Uint8Array<ArrayBuffer> | null;
}

export interface ImportItem {
  readonly type: 'item';
  /** Path inside what was chosen, with a line or entry where it has one. */
  readonly source: string;
  /** The item's own id, else `format:relative/path`. Unique within its space. */
  readonly externalId: string;
  /** Hexadecimal SHA-256 of the item and its attachments as they were read. */
  readonly digest: string;
  readonly input: MemoryInput;
  readonly attachments: readonly ImportAttachment[];
  /** Bytes read for it. */
  readonly bytes: number;
}

export interface ImportRefusal {
  readonly type: 'refused';
  readonly refusal: Refusal;
}

export type ImportEntry = ImportItem | ImportRefusal;

export interface SourceOptions {
  /** `bytes` reads attachments, `sizes` only counts them. */
  readonly attachments: 'bytes' | 'sizes';
  /** For items that name none themselves. */
  readonly band: MemoryInput['band'] | undefined;
  /** Stops between two items. */
  readonly signal: AbortSignal;
}

export interface ImportSource {
  readonly format: ImportFormat;
  /** Items and refusals to expect, where that is cheap to know; null otherwise. */
  total(signal: AbortSignal): Promise<number | null>;
  entries(options: SourceOptions): AsyncIterable<ImportEntry>;
}

/** Bounds of an import, each with its unit. They keep a hostile source from filling the memory of the machine. */
export const IMPORT_LIMITS = {
  /** Bytes of one line of JSON: a text of full length, escaped. */
  lineBytes: 2 * LIMITS.textBytes + 1024 * 1024,
  /** Bytes of a note's YAML front matter. */
  frontMatterBytes: 64 * 1024,
  /** Aliases that front matter may resolve (`yaml` counts the nodes that they bring). */
  frontMatterAliases: 50,
  /** Bytes of all attachments of one memory: they travel together, in its unit of work. */
  attachmentBytesPerMemory: LIMITS.attachmentBytes,
  /** Folders inside folders. */
  folderDepth: 64,
  /** Files of one folder tree. */
  files: 500_000,
  /** Entries of one archive. */
  archiveEntries: 200_000,
  /** Bytes of one journal inside an archive, uncompressed. */
  journalBytes: 256 * 1024 * 1024,
  /** Bytes of everything in one archive, uncompressed. */
  archiveBytes: 64 * 1024 * 1024 * 1024,
  /** Uncompressed to compressed, for entries over `archiveRatioFrom` bytes. Text seldom passes 30. */
  archiveRatio: 250,
  archiveRatioFrom: 1024 * 1024,
} as const;

const MESSAGES: Readonly<Partial<Record<RefusalCode, string>>> = {
  INVALID_JSON: 'It is not valid JSON. It was left out.',
  INVALID_UTF8: 'It is not UTF-8 text. Save it as UTF-8 and import again.',
  INVALID_DATE: 'Its date is none that the vault can keep (years 1 to 9999).',
  TOO_LARGE: 'It is larger than a memory can be. Split it and import again.',
  EMPTY: 'There is nothing in it.',
  DUPLICATE_ID: 'Its id came before in this import. The first one was kept.',
  SYMLINK: 'It is a symbolic link. Links are not followed; choose what it points to.',
  UNSAFE_PATH: 'Its path points outside what was chosen. It was not read.',
  ZIP_BOMB: 'It would unpack to far more than it claims or than is sensible. It was not unpacked.',
  ZIP_DAMAGED: 'The archive is damaged here. Export it again.',
  NO_PERMISSION: 'There is no permission to read it.',
  VANISHED: 'It went away while it was being read.',
  UNSUPPORTED: 'It is of a kind that this import does not bring in.',
  CHANGED_HERE: 'It was changed here and in the source. Your version was kept.',
  DELETED_HERE: 'You deleted it here. It stays deleted.',
  ATTACHMENT_MISSING: 'The text refers to it, but it is not there. The memory came in without it.',
};

/** Why one file, line or entry does not come in. Thrown while it is read, caught where its fate is listed. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message?: string, cause?: unknown) {
    super(
      message ?? MESSAGES[code] ?? 'It could not be brought in.',
      cause === undefined ? undefined : { cause },
    );
    this.code = code;
  }
}

export function refuse(source: string, code: RefusalCode, message?: string): ImportRefusal {
  return { type: 'refused', refusal: { source, code, message: new Refused(code, message).message } };
}

const SYSTEM_REFUSALS: Readonly<Record<string, RefusalCode>> = {
  EACCES: 'NO_PERMISSION',
  EPERM: 'NO_PERMISSION',
  ENOENT: 'VANISHED',
  ENOTDIR: 'VANISHED',
  ESTALE: 'VANISHED',
  ELOOP: 'SYMLINK',
  EISDIR: 'UNSUPPORTED',
  ENXIO: 'UNSUPPORTED',
};

/** The refusal behind anything thrown while one thing was read. What is not the source's fault is thrown again. */
export function refusalOf(source: string, thrown: unknown): ImportRefusal {
  if (thrown instanceof Refused) return refuse(source, thrown.code, thrown.message);
  if (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string') {
    const code = SYSTEM_REFUSALS[thrown.code];
    if (code !== undefined) return refuse(source, code);
    if ('syscall' in thrown) {
      return refuse(source, 'STORAGE_UNAVAILABLE', `It could not be read (${thrown.code}).`);
    }
  }
  throw thrown;
}
