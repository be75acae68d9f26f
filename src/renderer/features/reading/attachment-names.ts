/**
 * Which attachment an address in a text means.
 *
 * Texts name their pictures the way their old home did: `photo.jpg`, `img/photo.jpg`, `../img/my%20photo.jpg`.
 * Only the memory's own attachments can be meant; an address on the network never resolves.
 */
import type { Attachment } from '../../../shared/contracts/memories.ts';

const SCHEME = /^[a-z][a-z0-9+.-]*:|^\/\//iu;

function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

const normal = (path: string): string => path.replaceAll('\\', '/').normalize('NFC').toLowerCase();
const lastPart = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The attachment that `address` names: by whole path, else by file name. */
export function attachmentFor(address: string, attachments: readonly Attachment[]): Attachment | undefined {
  if (SCHEME.test(address)) return undefined;
  const wanted = normal(decoded(address.split(/[?#]/u, 1)[0] ?? ''));
  if (wanted === '') return undefined;
  return (
    attachments.find((one) => normal(one.name) === wanted) ??
    attachments.find((one) => lastPart(normal(one.name)) === lastPart(wanted))
  );
}

/** Where the bytes of an attachment are served. */
export function attachmentAddress(spaceId: string, attachment: Attachment): string {
  return `app://vault/attachment/${spaceId}/${attachment.id}`;
}
