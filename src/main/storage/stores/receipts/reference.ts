/** The short form of a receipt, for rows that name one by its number. */
import { type ReceiptReference, receiptKindSchema } from '../../../../shared/contracts/receipts.ts';
import type { ReadableConnection } from '../../sqlite.ts';
import { hexText } from '../record-ids.ts';
import { GENESIS_HASH } from './chain.ts';

/** A receipt that is missing shows as one with an empty id; verification reports it. */
export function receiptReference(connection: ReadableConnection, seq: number): ReceiptReference {
  const row = connection
    .read<{ seq: number; hash: Buffer; id: string; kind: string }>(
      `SELECT seq, hash, body ->> 'id' AS id, body ->> 'kind' AS kind FROM receipt WHERE seq = ?`,
    )
    .get(seq);
  if (row === undefined) return { id: '', seq, hash: GENESIS_HASH, kind: 'ACTION_EXECUTED' };
  return { id: row.id, seq: row.seq, hash: hexText(row.hash), kind: receiptKindSchema.parse(row.kind) };
}
