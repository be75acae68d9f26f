/**
 * Where backups and archives go: a place that keeps named objects. A folder, a network share, somebody's own server.
 *
 * Invariants that every adapter keeps, and `acceptAdapter` checks: an object is there whole or not at all, whatever
 * happens while it is written; objects are streamed and never held in memory; names that could lead out of the place are
 * refused. An adapter knows nothing of what is in the objects; whoever puts something secret seals it first.
 */
import { VaultError } from '../../../shared/errors.ts';

export interface StoredObject {
  readonly name: string;
  readonly bytes: number;
  readonly modifiedMs: number;
}

export interface AdapterOptions {
  /** Ends the transfer with CANCELLED. */
  readonly signal?: AbortSignal;
}

export interface StorageAdapter {
  /** What the place is called, for people: a folder's path. */
  readonly place: string;
  /**
   * Keeps an object, replacing one of the same name once the new one is whole and durable.
   * Throws INVALID_INPUT (the name), STORAGE_FULL, READ_ONLY, STORAGE_UNAVAILABLE, CANCELLED; a fault of the source as
   * it is. After an error the name holds what it held before.
   */
  put(name: string, source: AsyncIterable<Uint8Array>, options?: AdapterOptions): Promise<StoredObject>;
  /** The object's bytes in order. Throws NOT_FOUND, STORAGE_UNAVAILABLE, CANCELLED. */
  get(name: string, options?: AdapterOptions): AsyncIterable<Uint8Array>;
  /** Every whole object whose name begins so, by name. */
  list(prefix?: string): Promise<StoredObject[]>;
  /** Null where there is none of this name. */
  stat(name: string): Promise<StoredObject | null>;
  /** An object that is not there is deleted already. Throws READ_ONLY, STORAGE_UNAVAILABLE. */
  delete(name: string): Promise<void>;
  /** Bytes that can still be put; null where the place cannot say. */
  capacity(): Promise<{ readonly freeBytes: number | null }>;
}

const SEGMENT = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const MOST_SEGMENTS = 8;
/** Names that Windows gives to devices, whatever follows the dot. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * The parts of an object's name: letters, digits, dot, dash and underscore, parted by slashes.
 * Throws INVALID_INPUT for anything else: such a name means something different on another system.
 */
export function nameSegments(name: string): readonly string[] {
  const segments = name.split('/');
  const fits = (segment: string): boolean =>
    SEGMENT.test(segment) && !segment.endsWith('.') && !DEVICE.test(segment);
  if (segments.length <= MOST_SEGMENTS && segments.every(fits)) return segments;
  throw new VaultError('INVALID_INPUT', 'This is no name that can be kept everywhere.', {
    hint: 'Nothing was written. Use letters, digits, dots, dashes and underscores, parted by slashes.',
    details: { field: 'name' },
  });
}

export function objectNotFound(name: string, cause?: unknown): VaultError {
  return new VaultError('NOT_FOUND', 'There is no object of this name in this place.', {
    hint: 'See whether the right folder was chosen and whether it is complete.',
    details: { name },
    cause,
  });
}

export function transferCancelled(): VaultError {
  return new VaultError('CANCELLED', 'It was cancelled. Nothing half-done was left behind.', {
    hint: 'Start it again when it suits you.',
  });
}
