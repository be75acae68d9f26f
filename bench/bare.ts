/**
 * The same rows as one unit of work, in one bare transaction: prepared statements, everything worked out beforehand,
 * nothing sealed, hashed, signed or checked. The floor that a unit of work is compared with.
 */
import { randomBytes } from 'node:crypto';
import type { SqlValue, WritableConnection } from '../src/main/storage/sqlite.ts';
import type { AppendInput } from '../src/main/storage/testing/databases.ts';

export interface BareRows {
  readonly statements: readonly (readonly [string, readonly SqlValue[]])[];
}

/** Rows of one memory with a receipt; sizes as the engine writes them. */
export function bareRows(seq: number, input: AppendInput): BareRows {
  const sealed = randomBytes(Buffer.byteLength(input.text) + Buffer.byteLength(input.title) + 120);
  const local = input.atMs + input.offsetMinutes * 60_000;
  const date = new Date(local);
  const id = Buffer.from(input.id.replaceAll('-', ''), 'hex');
  const [tag = '', person = ''] = [input.tags[0], input.people[0]];
  return {
    statements: [
      [
        `INSERT INTO memory (seq, id, version, at_ms, offset_minutes, local_ms, date_only, band, kind, author, created_ms,
          updated_ms, external_key, source_digest, receipt_seq, sealed) VALUES (?, ?, 1, ?, ?, ?, 0, 0, ?, ?, 0, 0, ?, NULL, ?, ?)`,
        [seq, id, input.atMs, input.offsetMinutes, local, input.kind, id, randomBytes(16), seq, sealed],
      ],
      ['INSERT INTO memory_key (memory, band, epoch, wrapped) VALUES (?, 0, 1, ?)', [seq, randomBytes(60)]],
      [
        'INSERT OR IGNORE INTO memory_facet (type, value, local_ms, memory) VALUES (0, ?, ?, ?)',
        [tag, local, seq],
      ],
      [
        'INSERT OR IGNORE INTO memory_facet (type, value, local_ms, memory) VALUES (1, ?, ?, ?)',
        [person, local, seq],
      ],
      [
        `INSERT INTO memory_month (month, band, memories) VALUES (?, 0, 1)
         ON CONFLICT (month, band) DO UPDATE SET memories = memories + 1`,
        [date.getUTCFullYear() * 12 + date.getUTCMonth()],
      ],
      [
        'INSERT INTO memory_words (rowid, title, body, labels) VALUES (?, ?, ?, ?)',
        [seq, input.title, input.text, `${tag}\n${person}`],
      ],
      [
        'INSERT INTO receipt (seq, hash, subject, action, idempotency_key, body) VALUES (?, ?, ?, ?, NULL, ?)',
        [seq, randomBytes(32), id, 'memory.add', randomBytes(390).toString('hex').slice(0, 780)],
      ],
      [
        'INSERT INTO receipt_seal (to_seq, from_seq, head_hash, device, signature) VALUES (?, ?, ?, ?, ?)',
        [seq, seq, randomBytes(32), randomBytes(16), randomBytes(64)],
      ],
    ],
  };
}

/** One transaction for all the rows given. */
export function writeBare(connection: WritableConnection, units: readonly BareRows[]): void {
  connection.write('BEGIN IMMEDIATE').run();
  for (const { statements } of units) {
    for (const [sql, values] of statements) connection.write(sql).run(...values);
  }
  connection.write('COMMIT').run();
}
