/** The files of a memory on their way to another space: read chunk by chunk with the one's keys, sealed with the other's. */
import type { EpisodicAttachment } from '../storage/stores/episodic/contract.ts';
import type { OpenSpace } from '../vault/contract.ts';

export interface CarriedFile {
  readonly ref: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Throws NOT_FOUND where the space does not hold one of them, SEAL_BROKEN where one is damaged. */
export async function carriedAttachments(
  source: OpenSpace,
  attachments: readonly EpisodicAttachment[],
): Promise<CarriedFile[]> {
  const files: CarriedFile[] = [];
  for (const [index, { id, name, mediaType, bytes: length }] of attachments.entries()) {
    const bytes = new Uint8Array(length);
    for (let chunk = 0, at = 0; at < length; chunk += 1) {
      const part = await source.database.query('attachments.read', { id, chunk });
      bytes.set(part.bytes, at);
      at += part.bytes.byteLength;
    }
    files.push({ ref: String(index), name, mediaType, bytes });
  }
  return files;
}
