/** Zip archives made byte by byte, for the ones that a well-behaved library refuses to make (APPNOTE 6.3.10). */
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipPart {
  readonly name: string;
  readonly content: Uint8Array | string;
  /** What the directory claims, where it lies. */
  readonly claimedSize?: number;
  readonly claimedCompressedSize?: number;
  /** Unix mode, for links. */
  readonly mode?: number;
  readonly encrypted?: boolean;
  /** Points to the local header of the part with this index, instead of having one. */
  readonly sharesBytesOf?: number;
  readonly claimedChecksum?: number;
}

export function zipBytes(parts: readonly ZipPart[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  const offsets: number[] = [];
  let offset = 0;
  for (const part of parts) {
    const content = Buffer.from(part.content);
    const packed = deflateRawSync(content, { level: 9 });
    const name = Buffer.from(part.name, 'utf8');
    const flags = 0x800 | (part.encrypted === true ? 1 : 0);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(flags, 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(0x58210000, 6);
    fields.writeUInt32LE(part.claimedChecksum ?? crc32(content), 10);
    fields.writeUInt32LE(part.claimedCompressedSize ?? packed.byteLength, 14);
    fields.writeUInt32LE(part.claimedSize ?? content.byteLength, 18);
    fields.writeUInt16LE(name.byteLength, 22);
    fields.writeUInt16LE(0, 24);
    const shared = part.sharesBytesOf;
    offsets.push(shared === undefined ? offset : (offsets[shared] ?? 0));
    if (shared === undefined) {
      const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), fields, name, packed]);
      locals.push(local);
      offset += local.byteLength;
    }
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(((part.mode ?? 0o100644) << 16) >>> 0, 6);
    rest.writeUInt32LE(offsets.at(-1) ?? 0, 10);
    directory.push(
      Buffer.concat([Buffer.from('PK\u0001\u0002', 'latin1'), Buffer.from([20, 3]), fields, rest, name]),
    );
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(listed.byteLength, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, listed, end]);
}
