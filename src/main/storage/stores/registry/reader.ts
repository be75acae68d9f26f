/** registry, the reading side. */
import { tierSchema } from '../../../../shared/bands.ts';
import type { ReadableConnection } from '../../sqlite.ts';
import { BaseReader, type QueryHandlers } from '../base-store.ts';
import { hexText, idBytes, idText } from '../record-ids.ts';
import { registryContract } from './contract.ts';

type Contract = typeof registryContract;

interface DeviceLine {
  readonly id: Buffer;
  readonly person: Buffer;
  readonly name: string;
  readonly public_key: Buffer;
  readonly sealed_seed: Buffer | null;
  readonly created_ms: number;
}

interface SpaceLine {
  readonly id: Buffer;
  readonly tier: string;
  readonly name: string;
  readonly owner: Buffer;
  readonly generation: number;
  readonly created_ms: number;
}

export class RegistryReader extends BaseReader<Contract> {
  readonly contract: Contract = registryContract;
  readonly #connection: ReadableConnection;

  constructor(connection: ReadableConnection) {
    super();
    this.#connection = connection;
  }

  protected readonly handlers: QueryHandlers<Contract> = {
    people: () =>
      this.#connection
        .read<{ id: Buffer; name: string; created_ms: number }>(
          'SELECT id, name, created_ms FROM person ORDER BY created_ms, id',
        )
        .all()
        .map((line) => ({ id: idText(line.id), name: line.name, createdMs: line.created_ms })),

    devices: () =>
      this.#connection
        .read<DeviceLine>('SELECT * FROM device ORDER BY created_ms, id')
        .all()
        .map((line) => ({
          id: idText(line.id),
          personId: idText(line.person),
          name: line.name,
          publicKey: line.public_key,
          sealedSeed: line.sealed_seed,
          createdMs: line.created_ms,
        })),

    spaces: () =>
      this.#connection
        .read<SpaceLine>('SELECT * FROM space ORDER BY created_ms, id')
        .all()
        .map((line) => ({
          id: idText(line.id),
          tier: tierSchema.parse(line.tier),
          name: line.name,
          ownerId: idText(line.owner),
          personIds: this.#peopleOf(idText(line.id)),
          generation: line.generation,
          createdMs: line.created_ms,
        })),

    settings: () =>
      this.#connection
        .read<{ key: string; value: string }>('SELECT key, value FROM setting ORDER BY key')
        .all(),

    knownHeads: () =>
      this.#connection
        .read<{ space: Buffer; seq: number; hash: Buffer }>('SELECT space, seq, hash FROM known_head')
        .all()
        .map((line) => ({ spaceId: idText(line.space), seq: line.seq, hash: hexText(line.hash) })),
  };

  #peopleOf(spaceId: string): string[] {
    return this.#connection
      .read<{ person: Buffer }>('SELECT person FROM space_person WHERE space = ? ORDER BY place')
      .all(idBytes(spaceId))
      .map((line) => idText(line.person));
  }
}
