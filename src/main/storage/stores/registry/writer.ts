/**
 * registry, the writing side. Names could be guessed from a bare hash, so its digests are keyed with a secret that
 * stays in the file.
 */
import { createHmac } from 'node:crypto';
import { VaultError } from '../../../../shared/errors.ts';
import type { SqlValue, WritableConnection } from '../../sqlite.ts';
import { BaseWriter, type CommandHandlers, conflict, type Digest } from '../base-store.ts';
import { idBytes } from '../record-ids.ts';
import { registryContract } from './contract.ts';

type Contract = typeof registryContract;

export class RegistryWriter extends BaseWriter<Contract> {
  readonly contract: Contract = registryContract;
  readonly #connection: WritableConnection;
  readonly #digestKey: Buffer;

  constructor(connection: WritableConnection) {
    super();
    this.#connection = connection;
    const meta = connection.read<{ digest_key: Buffer }>('SELECT digest_key FROM meta').get();
    if (meta === undefined) throw new TypeError('The database has no meta row.');
    this.#digestKey = meta.digest_key;
  }

  protected readonly handlers: CommandHandlers<Contract> = {
    putPerson: (input) => {
      this.#put(
        `INSERT INTO person (id, name, created_ms) VALUES (?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name`,
        idBytes(input.id),
        input.name,
        input.createdMs,
      );
      return this.#digest('putPerson', input);
    },

    putDevice: (input) => {
      this.#need('person', input.personId);
      this.#put(
        `INSERT INTO device (id, person, name, public_key, sealed_seed, created_ms) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET person = excluded.person, name = excluded.name,
           public_key = excluded.public_key, sealed_seed = excluded.sealed_seed`,
        idBytes(input.id),
        idBytes(input.personId),
        input.name,
        input.publicKey,
        input.sealedSeed,
        input.createdMs,
      );
      return this.#digest('putDevice', { id: input.id, personId: input.personId, name: input.name });
    },

    putSpace: (input) => {
      const id = idBytes(input.id);
      for (const person of [input.ownerId, ...input.personIds]) this.#need('person', person);
      const holder = this.#connection
        .read<{ id: Buffer }>('SELECT id FROM space WHERE tier = ? AND name = ?')
        .get(input.tier, input.name);
      if (holder !== undefined && !holder.id.equals(id)) {
        throw conflict('registry', 'space-name-taken', 'There is already a space with this name.');
      }
      this.#put(
        `INSERT INTO space (id, tier, name, owner, generation, created_ms) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET tier = excluded.tier, name = excluded.name,
           owner = excluded.owner, generation = excluded.generation`,
        id,
        input.tier,
        input.name,
        idBytes(input.ownerId),
        input.generation,
        input.createdMs,
      );
      this.#put('DELETE FROM space_person WHERE space = ?', id);
      for (const [place, person] of input.personIds.entries()) {
        this.#put(
          'INSERT INTO space_person (space, place, person) VALUES (?, ?, ?)',
          id,
          place,
          idBytes(person),
        );
      }
      return this.#digest('putSpace', input);
    },

    putSetting: (input) => {
      this.#put('INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)', input.key, input.value);
      return this.#digest('putSetting', input);
    },

    putKnownHead: (input) => {
      this.#put(
        'INSERT OR REPLACE INTO known_head (space, seq, hash) VALUES (?, ?, ?)',
        idBytes(input.spaceId),
        input.seq,
        Buffer.from(input.hash, 'hex'),
      );
      return this.#digest('putKnownHead', input);
    },
  };

  #put(sql: string, ...values: SqlValue[]): void {
    this.#connection.write(sql).run(...values);
  }

  #need(table: 'person', id: string): void {
    if (this.#connection.read(`SELECT 1 FROM ${table} WHERE id = ?`).get(idBytes(id)) !== undefined) return;
    throw new VaultError('NOT_FOUND', 'A person is named whom this vault does not know.', {
      hint: 'Nothing was changed. Add the person first.',
      details: { store: 'registry', id },
    });
  }

  #digest(op: string, input: object): Digest {
    return createHmac('sha256', this.#digestKey)
      .update(JSON.stringify([op, input]))
      .digest('hex');
  }
}
