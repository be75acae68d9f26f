/**
 * What an imported memory remembers of its source: a digest whose last bit says whether it was edited here since.
 *
 * So a later import can tell, from one value kept inside the encrypted database, "the source has changed" from
 * "both have changed". 255 bits are left for the digest.
 */

/** @param digest hexadecimal SHA-256 of the source */
export function asImported(digest: string): string {
  return withLastBit(digest, 0);
}

export function asEditedHere(sourceDigest: string | null): string | null {
  return sourceDigest === null ? null : withLastBit(sourceDigest, 1);
}

export function wasEditedHere(sourceDigest: string): boolean {
  return (lastDigit(sourceDigest) & 1) === 1;
}

export function isSameSource(sourceDigest: string, digest: string): boolean {
  return asImported(sourceDigest) === asImported(digest);
}

function lastDigit(hex: string): number {
  return Number.parseInt(hex.slice(-1), 16);
}

function withLastBit(hex: string, bit: 0 | 1): string {
  return hex.slice(0, -1) + ((lastDigit(hex) & 0xe) | bit).toString(16);
}
