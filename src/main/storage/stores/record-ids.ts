/** Ids and bands as the database keeps them: 16 bytes for a UUID, a small number for a band. */
import { BANDS, type Band, bandRank } from '../../../shared/bands.ts';

/** The 16 bytes of a UUID's text. */
export function idBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

/** Lower-case UUID text of 16 bytes. */
export function idText(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export function hexText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

export const bandNumber: (band: Band) => number = bandRank;

export function bandOf(rank: number): Band {
  const band = BANDS[rank];
  if (band === undefined) throw new RangeError('There is no such band.');
  return band;
}
