/**
 * The floor that a unit of work is compared with: the very statements it runs, with the very values it binds, taken
 * down beforehand from a unit that was run on a space of its own, and run again in a bare transaction.
 *
 * Whatever a unit of work writes is therefore on both sides: rows, indexes, words, receipt, signature. What the floor
 * does not do is the engine's work: parse, seal, hash, sign, look for what was there before.
 */
import { randomBytes } from 'node:crypto';
import type { GroupCommit } from '../src/main/storage/engine/group-commit.ts';
import type { SqlValue, WritableConnection, WriteStatement } from '../src/main/storage/sqlite.ts';
import type { AppendInput } from '../src/main/storage/testing/databases.ts';

export interface BareRows {
  readonly statements: readonly (readonly [string, readonly SqlValue[]])[];
}

const TRANSACTION = /^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)/;

export interface Recorder {
  /** Stands between an engine and its database. */
  around(connection: WritableConnection): WritableConnection;
  /** Runs units and gives what they wrote, in order. Throws where one of them fails. */
  record(commits: GroupCommit, units: Parameters<GroupCommit['run']>[0]): BareRows;
}

export function recorder(): Recorder {
  let statements: (readonly [string, readonly SqlValue[]])[] = [];
  return {
    around(connection) {
      return new Proxy(connection, {
        get(target, property) {
          if (property === 'write') {
            return (sql: string): WriteStatement => {
              const statement = target.write(sql);
              if (TRANSACTION.test(sql)) return statement;
              return {
                run(...values) {
                  statements.push([sql, values]);
                  return statement.run(...values);
                },
              };
            };
          }
          const value: unknown = Reflect.get(target, property, target);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
    },
    record(commits, units) {
      statements = [];
      const failed = commits.run(units).find(({ ok }) => !ok);
      if (failed !== undefined) throw new Error(JSON.stringify(failed));
      return { statements };
    },
  };
}

/** One transaction for all the rows given. */
export function writeBare(connection: WritableConnection, rows: BareRows): void {
  connection.write('BEGIN IMMEDIATE').run();
  for (const [sql, values] of rows.statements) connection.write(sql).run(...values);
  connection.write('COMMIT').run();
}

/** Rows of one memory with a receipt, made up by hand: for a peer that has no engine to take them down from. */
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
