/** privacy, the reading side: what was deleted, what people want, what they agreed to, what a rule would touch. */
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { ReadableConnection, SqlValue } from '../../sqlite.ts';
import { BaseReader, type QueryHandlers, type StoreCheck } from '../base-store.ts';
import { conditionsOf } from '../episodic/timeline.ts';
import { receiptReference } from '../receipts/reference.ts';
import { bandOf, idBytes, idText } from '../record-ids.ts';
import type { SealedColumns } from '../sealed-object.ts';
import { type ConsentRow, privacyContract, type RetentionRule } from './contract.ts';
import { consentPlace, type PrivacySeals, privacySeals } from './sealed.ts';

type Contract = typeof privacyContract;

const DAY_MS = 86_400_000;

interface TombstoneLine {
  readonly record: Buffer;
  readonly at_ms: number;
  readonly actor: Buffer;
  readonly reason: string | null;
  readonly receipt_seq: number;
}

interface EventLine extends SealedColumns {
  readonly consent: Buffer;
  readonly person: Buffer;
  readonly act: 'given' | 'withdrawn';
  readonly at_ms: number;
  readonly receipt_seq: number;
}

interface RuleLine extends SealedColumns {
  readonly id: Buffer;
  readonly enabled: number;
  readonly changed_ms: number;
}

export class PrivacyReader extends BaseReader<Contract> {
  readonly contract: Contract = privacyContract;
  readonly #connection: ReadableConnection;
  readonly #keys: ThreadKeys;
  readonly #seals: PrivacySeals;

  constructor(connection: ReadableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#keys = keys;
    this.#seals = privacySeals(keys);
  }

  protected readonly handlers: QueryHandlers<Contract> = {
    tombstones: ({ offset, limit }) => ({
      total: this.#connection.read<{ n: number }>('SELECT count(*) AS n FROM tombstone').get()?.n ?? 0,
      rows: this.#connection
        .read<TombstoneLine>(
          'SELECT record, at_ms, actor, reason, receipt_seq FROM tombstone ORDER BY seq DESC LIMIT ? OFFSET ?',
        )
        .all(limit, offset)
        .map((line) => ({
          recordId: idText(line.record),
          atMs: line.at_ms,
          actorId: idText(line.actor),
          reason: line.reason,
          receipt: receiptReference(this.#connection, line.receipt_seq),
        })),
    }),

    buriedExternalIds: ({ ids }) => {
      const statement = this.#connection.read('SELECT 1 FROM tombstone WHERE external_key = ?');
      return ids.filter((id) => statement.get(this.#keys.externalKey(id)) !== undefined);
    },

    preferences: ({ personId }) =>
      this.#connection
        .read<SealedColumns & { readonly key: string }>(
          'SELECT key, band, epoch, wrapped, sealed FROM privacy_preference WHERE person = ? ORDER BY key',
        )
        .all(idBytes(personId))
        .filter((line) => this.#seals.preferences.opens(line))
        .map((line) => ({
          key: line.key,
          value: this.#seals.preferences.open(`${personId}/${line.key}`, 0, line).value,
        })),

    consents: ({ personId, atMs }) =>
      this.#consents(personId).filter(
        ({ givenMs, withdrawnMs }) =>
          atMs === undefined || (givenMs <= atMs && (withdrawnMs === null || withdrawnMs > atMs)),
      ),

    rules: () =>
      this.#connection
        .read<RuleLine>('SELECT * FROM retention_rule ORDER BY id')
        .all()
        .filter((line) => this.#seals.rules.opens(line))
        .map((line) => {
          const id = idText(line.id);
          const rule = this.#seals.rules.open(id, 0, line);
          return { id, enabled: line.enabled === 1, changedMs: line.changed_ms, ...rule };
        }),

    ruleWouldTouch: ({ rule, nowMs, limit }) => this.#wouldTouch(rule, nowMs, limit),
  };

  /** A record that is there although it was deleted: nothing may bring one back. */
  override check(from: number, rows: number): StoreCheck {
    const lines = this.#connection
      .read<{ seq: number; there: number }>(
        `SELECT t.seq, EXISTS (SELECT 1 FROM memory AS m WHERE m.id = t.record) AS there
         FROM tombstone AS t WHERE t.seq > ? ORDER BY t.seq LIMIT ?`,
      )
      .all(from, rows);
    const risen = lines.filter(({ there }) => there === 1).length;
    return {
      findings:
        risen === 0
          ? []
          : [
              {
                code: 'deleted-but-there',
                severity: 'damage',
                count: risen,
                what: 'Some memories are here although they were deleted.',
                todo: 'Delete them once more.',
                rebuildHelps: false,
              },
            ],
      next: lines.length < rows ? null : (lines.at(-1)?.seq ?? null),
    };
  }

  #consents(personId: string | null): ConsentRow[] {
    const lines = this.#connection
      .read<EventLine>(
        `SELECT * FROM consent_event ${personId === null ? '' : 'WHERE person = ?'} ORDER BY seq DESC`,
      )
      .all(...(personId === null ? [] : [idBytes(personId)]))
      .filter((line) => this.#seals.consents.opens(line));
    const withdrawn = new Map(
      lines.filter(({ act }) => act === 'withdrawn').map((line) => [idText(line.consent), line] as const),
    );
    return lines
      .filter(({ act }) => act === 'given')
      .map((given) => {
        const id = idText(given.consent);
        const end = withdrawn.get(id);
        return {
          id,
          personId: idText(given.person),
          band: bandOf(given.band),
          what: this.#seals.consents.open(consentPlace(id, 'given'), 0, given).what,
          givenMs: given.at_ms,
          withdrawnMs: end?.at_ms ?? null,
          withdrawnNote:
            end === undefined ? null : this.#seals.consents.open(consentPlace(id, 'withdrawn'), 0, end).note,
          receipt: receiptReference(this.#connection, (end ?? given).receipt_seq),
        };
      });
  }

  #wouldTouch(rule: RetentionRule, nowMs: number, limit: number): { total: number; ids: string[] } {
    const beforeMs = nowMs - rule.keepDays * DAY_MS;
    const conditions = conditionsOf({
      ...(rule.kind === null ? {} : { kind: rule.kind }),
      ...(rule.tag === null ? {} : { tag: rule.tag }),
      ...(rule.band === null ? {} : { band: rule.band }),
      ...(rule.countedFrom === 'happened' ? { beforeMs } : {}),
    });
    const parts = [`t.seq IN (SELECT ${conditions.seq} FROM ${conditions.source} WHERE ${conditions.where})`];
    const values: SqlValue[] = [...conditions.values];
    if (rule.countedFrom === 'written') {
      parts.push('t.created_ms < ?');
      values.push(beforeMs);
    }
    // What is most private is never swept up with the rest.
    if (rule.band === null) parts.push('t.band < 3');
    const where = parts.join(' AND ');
    return {
      total:
        this.#connection
          .read<{ n: number }>(`SELECT count(*) AS n FROM memory AS t WHERE ${where}`)
          .get(...values)?.n ?? 0,
      ids: this.#connection
        .read<{ id: Buffer }>(
          `SELECT t.id FROM memory AS t WHERE ${where} ORDER BY t.local_ms, t.seq LIMIT ?`,
        )
        .all(...values, limit)
        .map(({ id }) => idText(id)),
    };
  }
}
