/**
 * privacy, the writing side: a tombstone for what is deleted; preferences, consents and retention rules.
 *
 * Invariants: a tombstone stays; what was agreed to is added to and never changed; a rule deletes nothing.
 */
import { VaultError } from '../../../../shared/errors.ts';
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { WritableConnection } from '../../sqlite.ts';
import { BaseWriter, type CommandHandlers, conflict, digestOf, type UnitScope } from '../base-store.ts';
import type { Burials } from '../episodic/writer.ts';
import { bandNumber, bandOf, idBytes } from '../record-ids.ts';
import { privacyContract } from './contract.ts';
import { type ConsentContent, consentPlace, type PrivacySeals, privacySeals } from './sealed.ts';

type Contract = typeof privacyContract;
const STORE = privacyContract.name;

/** What privacy asks of the store whose record is buried. */
export interface ExternalKeys {
  externalKeyOf(id: Buffer): Buffer | null;
}

interface EventLine {
  readonly person: Buffer;
  readonly act: 'given' | 'withdrawn';
  readonly at_ms: number;
  readonly band: number;
}

interface ConsentEvent {
  readonly id: string;
  readonly person: Buffer;
  readonly act: 'given' | 'withdrawn';
  readonly atMs: number;
  readonly band: number;
  readonly content: ConsentContent;
}

export class PrivacyWriter extends BaseWriter<Contract> {
  readonly contract: Contract = privacyContract;
  readonly #connection: WritableConnection;
  readonly #records: ExternalKeys;
  readonly #seals: PrivacySeals;

  constructor(connection: WritableConnection, keys: ThreadKeys, records: ExternalKeys) {
    super();
    this.#connection = connection;
    this.#records = records;
    this.#seals = privacySeals(keys);
  }

  protected readonly handlers: CommandHandlers<Contract> = {
    bury: ({ recordId, actorId, reason }, scope) => {
      const record = idBytes(recordId);
      this.#connection
        .write(
          `INSERT OR IGNORE INTO tombstone (record, at_ms, actor, reason, external_key, receipt_seq)
           VALUES (?, ?, ?, ?, ?, ?)`,
        )
        .run(
          record,
          scope.nowMs,
          idBytes(actorId),
          reason,
          this.#records.externalKeyOf(record),
          scope.receiptSeq,
        );
      return digestOf('bury', record);
    },

    prefer: ({ personId, key, value }, scope) => {
      if (value === null) {
        this.#connection
          .write('DELETE FROM privacy_preference WHERE person = ? AND key = ?')
          .run(idBytes(personId), key);
        return digestOf('prefer', personId, key);
      }
      const { band, epoch, wrapped, sealed } = this.#seals.preferences.seal(
        `${personId}/${key}`,
        0,
        'GREEN',
        { value },
      );
      this.#connection
        .write(
          `INSERT OR REPLACE INTO privacy_preference (person, key, changed_ms, band, epoch, wrapped, sealed)
           VALUES (?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(idBytes(personId), key, scope.nowMs, band, epoch, wrapped, sealed);
      return digestOf('prefer', personId, key, sealed);
    },

    giveConsent: ({ id, personId, band, what, atMs }, scope) => {
      if (this.#events(id).length > 0) {
        throw conflict(STORE, 'id-taken', 'There is already a consent with this id.', { id });
      }
      const person = idBytes(personId);
      const content = { what, note: null };
      const event = { id, person, act: 'given', atMs, band: bandNumber(band), content } as const;
      return this.#append(event, scope);
    },

    withdrawConsent: ({ id, note, atMs }, scope) => {
      const events = this.#events(id);
      const given = events.find(({ act }) => act === 'given');
      if (given === undefined) {
        throw new VaultError('NOT_FOUND', 'There is no such consent here.', {
          hint: 'Nothing was changed.',
          details: { store: STORE, id },
        });
      }
      if (events.length > 1) {
        throw conflict(STORE, 'withdrawn', 'This consent was withdrawn before.', { id });
      }
      if (atMs < given.at_ms) {
        throw conflict(STORE, 'before-given', 'This consent was given later than that.', { id });
      }
      const content = { what: '', note };
      return this.#append(
        { id, person: given.person, act: 'withdrawn', atMs, band: given.band, content },
        scope,
      );
    },

    setRule: ({ id, enabled, rule }, scope) => {
      // A rule about a band is read by those who hold it.
      const { band, epoch, wrapped, sealed } = this.#seals.rules.seal(id, 0, rule.band ?? 'GREEN', rule);
      this.#connection
        .write(
          `INSERT OR REPLACE INTO retention_rule (id, enabled, changed_ms, band, epoch, wrapped, sealed)
           VALUES (?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(idBytes(id), enabled ? 1 : 0, scope.nowMs, band, epoch, wrapped, sealed);
      return digestOf('setRule', id, String(enabled), sealed);
    },

    dropRule: ({ id }) => {
      this.#connection.write('DELETE FROM retention_rule WHERE id = ?').run(idBytes(id));
      return digestOf('dropRule', id);
    },
  };

  #events(id: string): EventLine[] {
    return this.#connection
      .read<EventLine>('SELECT person, act, at_ms, band FROM consent_event WHERE consent = ?')
      .all(idBytes(id));
  }

  #append({ id, person, act, atMs, band, content }: ConsentEvent, scope: UnitScope): string {
    const { epoch, wrapped, sealed } = this.#seals.consents.seal(
      consentPlace(id, act),
      0,
      bandOf(band),
      content,
    );
    this.#connection
      .write(
        `INSERT INTO consent_event (consent, person, act, at_ms, receipt_seq, band, epoch, wrapped, sealed)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(idBytes(id), person, act, atMs, scope.receiptSeq, band, epoch, wrapped, sealed);
    return digestOf(act, id, sealed);
  }
}

/** Which records have a tombstone. */
export function burialsIn(connection: WritableConnection): Burials {
  const statement = connection.read('SELECT 1 FROM tombstone WHERE record = ?');
  return { isBuried: (id) => statement.get(id) !== undefined };
}
