/**
 * Attachments of one item: read within the bounds, named so that the text's reference finds them.
 *
 * Invariant: a memory's attachments together stay within what one unit of work carries; what does not fit or
 * cannot be read is refused by name, and the memory comes in without it.
 */
import { fileTypeFromBuffer } from 'file-type';
import { LIMITS } from '../../../shared/limits.ts';
import { type FileContent, readBoundedFile, regularFileSize } from './bounded-file.ts';
import {
  IMPORT_LIMITS,
  type ImportAttachment,
  type ImportRefusal,
  Refused,
  refusalOf,
  type SourceOptions,
} from './entries.ts';

/** One file that may become an attachment, wherever it lies. */
export interface AttachmentCandidate {
  readonly name: string;
  /** What a refusal names. */
  readonly source: string;
  size(): Promise<number>;
  /** Bytes the caller may keep. Refuses more than `limit`. */
  read(limit: number): Promise<Uint8Array<ArrayBuffer>>;
}

export interface ReadAttachments {
  readonly attachments: readonly ImportAttachment[];
  readonly refused: readonly ImportRefusal[];
}

export function fileCandidate(name: string, source: string, path: string): AttachmentCandidate {
  return {
    name,
    source,
    size: () => regularFileSize(path),
    read: async (limit) => {
      const { bytes }: FileContent = await readBoundedFile(path, limit);
      return bytes;
    },
  };
}

export async function readAttachments(
  candidates: readonly AttachmentCandidate[],
  options: SourceOptions,
): Promise<ReadAttachments> {
  const attachments: ImportAttachment[] = [];
  const refused: ImportRefusal[] = [];
  let room: number = IMPORT_LIMITS.attachmentBytesPerMemory;
  for (const candidate of candidates) {
    try {
      if (attachments.length >= LIMITS.attachmentsPerMemory) {
        throw new Refused('TOO_LARGE', `A memory holds at most ${LIMITS.attachmentsPerMemory} attachments.`);
      }
      const limit = Math.min(room, LIMITS.attachmentBytes);
      if (options.attachments === 'sizes') {
        const size = await candidate.size();
        if (size > limit) throw new Refused('TOO_LARGE');
        room -= size;
        attachments.push({ name: candidate.name, mediaType: '', size, bytes: null });
        continue;
      }
      const bytes = await candidate.read(limit);
      room -= bytes.byteLength;
      const mediaType = await mediaTypeOf(bytes, candidate.name);
      attachments.push({ name: candidate.name, mediaType, size: bytes.byteLength, bytes });
    } catch (thrown) {
      refused.push(refusalOf(candidate.source, thrown));
    }
  }
  return { attachments, refused };
}

const TEXT_TYPES: Readonly<Record<string, string>> = {
  txt: 'text/plain',
  csv: 'text/csv',
  json: 'application/json',
  svg: 'image/svg+xml',
  html: 'text/html',
};

/** By the bytes themselves; by the name only for text, which has no signature. */
async function mediaTypeOf(bytes: Uint8Array, name: string): Promise<string> {
  try {
    const found = await fileTypeFromBuffer(bytes);
    if (found !== undefined && found.mime !== 'application/xml') return found.mime;
  } catch {
    // A crafted file may trip its parser; it is then a file of unknown type.
    return 'application/octet-stream';
  }
  return TEXT_TYPES[name.slice(name.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream';
}
