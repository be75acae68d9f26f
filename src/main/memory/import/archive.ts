/**
 * A zip archive of unknown intent, read where it lies: nothing is ever unpacked to disk.
 *
 * Invariants: names that leave the archive, links and encrypted entries are refused by name, the others can be
 * read. What an entry unpacks to is counted while it unpacks, against what the directory claims and against the
 * bounds, so that a directory that lies gains nothing. Entries that share bytes (the way a small archive claims
 * to be a huge one) are refused.
 */
import { stat } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { type Entry, getFileNameLowLevel, openPromise, validateFileName, type ZipFile } from 'yauzl';
import type { Refusal } from '../../../shared/contracts/imports.ts';
import { IMPORT_LIMITS, Refused, refuse } from './entries.ts';

/** What yauzl gives when it is asked to leave names alone, which its types do not say. */
interface RawEntry extends Omit<Entry, 'fileName'> {
  readonly fileNameRaw: Buffer;
}

const LOCAL_HEADER_BYTES = 30;
const LINK_MODE = 0o120000;
const MODE_MASK = 0o170000;

export class Archive {
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;
  /** Entries that cannot be used at all, each with its reason. */
  readonly refused: readonly Refusal[];

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>, refused: readonly Refusal[]) {
    this.#zip = zip;
    this.#entries = entries;
    this.refused = refused;
  }

  /** Throws `Refused` ZIP_DAMAGED, ZIP_BOMB or UNSUPPORTED, or the system's error. */
  static async open(path: string): Promise<Archive> {
    if (!(await stat(path)).isFile()) throw new Refused('UNSUPPORTED', 'It is not an archive.');
    const zip = await openPromise(path, {
      autoClose: false,
      lazyEntries: true,
      decodeStrings: false,
      validateEntrySizes: false,
    }).catch((cause: unknown) => {
      throw damaged(cause);
    });
    try {
      const { entries, refused } = await readDirectory(zip);
      return new Archive(zip, entries, refused);
    } catch (thrown) {
      zip.close();
      throw thrown;
    }
  }

  names(): readonly string[] {
    return [...this.#entries.keys()];
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** Bytes that an entry claims to unpack to. */
  claimedSize(name: string): number {
    return this.#entry(name).uncompressedSize;
  }

  /** The whole of an entry, unpacked. Throws `Refused`. */
  async read(name: string, limit: number): Promise<Uint8Array<ArrayBuffer>> {
    const entry = this.#entry(name);
    const claimed = entry.uncompressedSize;
    if (claimed > limit) throw new Refused('TOO_LARGE');
    if (isBomb(entry)) throw new Refused('ZIP_BOMB');
    const bytes = new Uint8Array(claimed);
    let length = 0;
    let checksum = 0;
    try {
      for await (const chunk of await this.#zip.openReadStreamPromise(entry)) {
        if (!(chunk instanceof Uint8Array)) throw new Refused('ZIP_DAMAGED');
        if (length + chunk.byteLength > claimed) throw new Refused('ZIP_BOMB');
        bytes.set(chunk, length);
        length += chunk.byteLength;
        checksum = crc32(chunk, checksum);
      }
    } catch (thrown) {
      throw thrown instanceof Refused ? thrown : damaged(thrown);
    }
    if (length !== claimed || checksum !== entry.crc32) throw new Refused('ZIP_DAMAGED');
    return bytes;
  }

  close(): void {
    this.#zip.close();
  }

  #entry(name: string): Entry {
    const entry = this.#entries.get(name);
    if (entry === undefined) throw new Refused('ATTACHMENT_MISSING');
    return entry;
  }
}

function damaged(cause: unknown): Error {
  if (cause instanceof Error && 'syscall' in cause) return cause;
  return new Refused('ZIP_DAMAGED', undefined, cause);
}

function isBomb(entry: Entry): boolean {
  return (
    entry.uncompressedSize > IMPORT_LIMITS.archiveRatioFrom &&
    entry.uncompressedSize > entry.compressedSize * IMPORT_LIMITS.archiveRatio
  );
}

interface Directory {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly refused: readonly Refusal[];
}

async function readDirectory(zip: ZipFile): Promise<Directory> {
  const entries = new Map<string, Entry>();
  const refused: Refusal[] = [];
  let total = 0;
  const all = zip.eachEntry();
  for (;;) {
    const next = await all.next().catch((cause: unknown) => {
      throw damaged(cause);
    });
    if (next.done === true) break;
    const entry = next.value;
    if (zip.entriesRead > IMPORT_LIMITS.archiveEntries) {
      throw new Refused('ZIP_BOMB', 'The archive holds too many entries.');
    }
    const name = nameOf(entry);
    if (name.endsWith('/') || isStray(name)) continue;
    total += entry.uncompressedSize;
    if (total > IMPORT_LIMITS.archiveBytes) {
      throw new Refused('ZIP_BOMB', 'The archive would unpack to more than an import may bring in.');
    }
    const problem = problemOf(entry, name, entries);
    if (problem === null) entries.set(name, entry);
    else refused.push(refuse(name, problem.code, problem.message).refusal);
  }
  for (const name of overlapping(entries)) {
    entries.delete(name);
    refused.push(
      refuse(name, 'ZIP_BOMB', 'It shares its bytes with another entry. It was not unpacked.').refusal,
    );
  }
  return { entries, refused };
}

function nameOf(entry: RawEntry): string {
  return getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
}

function isStray(name: string): boolean {
  return name.split('/').some((part) => part === '__MACOSX' || part === '.DS_Store');
}

function problemOf(entry: Entry, name: string, known: ReadonlyMap<string, Entry>): Refused | null {
  if (validateFileName(name) !== null || name.includes('\0')) return new Refused('UNSAFE_PATH');
  if (((entry.externalFileAttributes >>> 16) & MODE_MASK) === LINK_MODE) return new Refused('SYMLINK');
  if (entry.isEncrypted()) {
    return new Refused('UNSUPPORTED', 'It is encrypted. Export it without a password.');
  }
  if (!entry.canDecodeFileData()) {
    return new Refused('UNSUPPORTED', 'It is packed in a way that this app does not read.');
  }
  if (known.has(name))
    return new Refused('UNSAFE_PATH', 'Another entry has the same name. The first was kept.');
  if (isBomb(entry)) return new Refused('ZIP_BOMB');
  return null;
}

/** Names of entries whose bytes begin inside another's. */
function overlapping(entries: ReadonlyMap<string, Entry>): string[] {
  const inOrder = [...entries].sort(
    ([, a], [, b]) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader,
  );
  const found: string[] = [];
  let end = 0;
  for (const [name, entry] of inOrder) {
    if (entry.relativeOffsetOfLocalHeader < end) found.push(name);
    end = Math.max(end, entry.relativeOffsetOfLocalHeader + LOCAL_HEADER_BYTES + entry.compressedSize);
  }
  return found;
}
