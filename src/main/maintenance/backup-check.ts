/**
 * Holds a database that came from a backup against what the backup says of it: every page, every count, the end of the
 * chain, and the whole chain itself.
 */
import type { ReceiptVerification } from '../../shared/contracts/receipts.ts';
import type { DatabaseContents } from '../storage/backup/database-copy.ts';
import { LOOK_ROWS, type VerifyCursor } from '../storage/stores/receipts/contract.ts';
import type { BackupPiece } from './backup-manifest.ts';
import { pieceBroken } from './backup-pieces.ts';

type PieceDatabase = NonNullable<BackupPiece['database']>;

/** What is kept of a database in the manifest. */
export function describeDatabase(
  kind: PieceDatabase['kind'],
  id: string,
  { head, checkpoint, rows, version }: DatabaseContents,
): PieceDatabase {
  return { kind, id, head: { ...head }, checkpoint, rows: { ...rows }, version };
}

/** Throws SEAL_BROKEN where a database holds other than what is said of it. */
export function compareContents(
  piece: Pick<BackupPiece, 'name'>,
  said: PieceDatabase,
  found: DatabaseContents,
): void {
  if (found.head.seq !== said.head.seq || found.head.hash !== said.head.hash) {
    throw pieceBroken(piece, 'its receipts end elsewhere');
  }
  const names = new Set([...Object.keys(said.rows), ...Object.keys(found.rows)]);
  for (const name of names) {
    if (said.rows[name] !== found.rows[name]) throw pieceBroken(piece, 'it holds more or fewer records');
  }
}

/** The next slice of a verification: `receipts.verifySlice` of the one database or the other. */
export type VerifySlice = (input: {
  cursor: VerifyCursor | null;
  rows: number;
}) => Promise<ReceiptVerification & { next: VerifyCursor | null }>;

/** Every receipt of an open database, slice by slice. Throws SEAL_BROKEN where one does not hold. */
export async function requireChain(
  piece: Pick<BackupPiece, 'name'>,
  slice: VerifySlice,
  check: () => void,
): Promise<void> {
  let cursor: VerifyCursor | null = null;
  do {
    check();
    const { broken, next } = await slice({ cursor, rows: LOOK_ROWS });
    if (broken.length > 0) throw pieceBroken(piece, 'a receipt in it does not hold');
    cursor = next;
  } while (cursor !== null);
}
