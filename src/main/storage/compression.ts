/**
 * Packs a record's text before it is sealed, as the space asks for, and unpacks it after it was opened.
 *
 * Invariants: each record carries the mark of what packed it, under the same seal as its key, so that one space may hold
 * records of every kind and those from before there was a choice; what would not become smaller stays as it is. It
 * leaves alone what is no text: pictures, recordings and vectors do not get smaller.
 */
import { isUtf8 } from 'node:buffer';
// As a whole: older runtimes lack the zstd functions, and a missing name would not even load.
import * as zlib from 'node:zlib';
import type { Codec } from '../../shared/contracts/compression.ts';
import { VaultError } from '../../shared/errors.ts';

const MARKS = { none: 0, brotli: 1, zstd: 2 } as const satisfies Record<Codec, number>;

/** Below it the record's own overhead outweighs what is saved. */
const LEAST_BYTES = 256;
/** What is saved has to be worth unpacking it at every look. */
const WORTH = 0.9;
/** Far above the largest text the app takes; a record that claims more was not made by it. */
const MOST_BYTES = 256 * 1024 * 1024;
/** Of 0 to 11: close to the best ratio for prose of a few kilobytes, at a tenth of its time. */
const BROTLI_QUALITY = 4;
const ZSTD_LEVEL = 3;

/** Whether this runtime can pack and unpack with it. */
export function hasCodec(codec: Codec): boolean {
  return codec !== 'zstd' || typeof zlib.zstdCompressSync === 'function';
}

export interface Packed {
  readonly bytes: Uint8Array;
  /** Says how to unpack; 0 where there is nothing to unpack. */
  readonly mark: number;
}

/** Packs where it pays. A codec that this runtime lacks packs nothing: what is written can be read everywhere. */
export function compressed(codec: Codec, bytes: Uint8Array): Packed {
  const plain = { bytes, mark: MARKS.none };
  if (codec === 'none' || bytes.byteLength < LEAST_BYTES || !hasCodec(codec) || !isUtf8(bytes)) return plain;
  const packed = codec === 'brotli' ? brotli(bytes) : zstd(bytes);
  return packed.byteLength <= bytes.byteLength * WORTH ? { bytes: packed, mark: MARKS[codec] } : plain;
}

/** Unpacks. Throws NEWER_VERSION where this runtime lacks the codec, SEAL_BROKEN where it does not unpack. */
export function decompressed(mark: number, bytes: Buffer): Buffer {
  if (mark === MARKS.none) return bytes;
  const isZstd = mark === MARKS.zstd;
  if (!isZstd && mark !== MARKS.brotli) throw codecMissing(`codec ${mark}`);
  if (isZstd && !hasCodec('zstd')) throw codecMissing('zstd');
  try {
    const options = { maxOutputLength: MOST_BYTES };
    return isZstd ? zlib.zstdDecompressSync(bytes, options) : zlib.brotliDecompressSync(bytes, options);
  } catch (cause) {
    throw new VaultError('SEAL_BROKEN', 'A sealed record opens, but does not unpack.', {
      hint: 'The record is kept as it is. Bring the file back from a backup.',
      cause,
    });
  }
}

function brotli(bytes: Uint8Array): Buffer {
  const { constants } = zlib;
  // A window no larger than the text: setting up a large one costs more than packing a letter.
  const window = Math.min(constants.BROTLI_MAX_WINDOW_BITS, Math.ceil(Math.log2(bytes.byteLength)));
  return zlib.brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_LGWIN]: Math.max(constants.BROTLI_MIN_WINDOW_BITS, window),
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength,
    },
  });
}

function zstd(bytes: Uint8Array): Buffer {
  return zlib.zstdCompressSync(bytes, { params: { [zlib.constants.ZSTD_c_compressionLevel]: ZSTD_LEVEL } });
}

function codecMissing(codec: string): VaultError {
  return new VaultError(
    'NEWER_VERSION',
    'This record is packed in a way that this build of the app cannot unpack.',
    {
      hint: 'It is kept as it is. Open the space with a newer build.',
      details: { codec },
    },
  );
}
