/** registry (vault.db): people, devices, spaces, settings, and the last head known of each space. */
import { z } from 'zod';
import { type Tier, tierSchema } from '../../../../shared/bands.ts';
import {
  idSchema,
  nameSchema,
  sha256HexSchema,
  spaceNameSchema,
} from '../../../../shared/contracts/primitives.ts';
import { command, query } from '../../contract.ts';
import { bytesSchema } from '../shapes.ts';

export interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly createdMs: number;
}

export interface DeviceRow {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  /** Ed25519, raw 32 bytes. */
  readonly publicKey: Uint8Array;
  /** The private key as the vault room sealed it; null for another machine's device. */
  readonly sealedSeed: Uint8Array | null;
  readonly createdMs: number;
}

export interface SpaceRow {
  readonly id: string;
  readonly tier: Tier;
  readonly name: string;
  readonly ownerId: string;
  readonly personIds: readonly string[];
  readonly generation: number;
  readonly createdMs: number;
}

export interface KnownHeadRow {
  readonly spaceId: string;
  readonly seq: number;
  readonly hash: string;
}

const createdMs = z.int();

export const registryContract = {
  name: 'registry',
  commands: {
    putPerson: command('write', z.object({ id: idSchema, name: nameSchema, createdMs })),
    putDevice: command(
      'write',
      z.object({
        id: idSchema,
        personId: idSchema,
        name: nameSchema,
        publicKey: bytesSchema,
        sealedSeed: bytesSchema.nullable(),
        createdMs,
      }),
    ),
    /** CONFLICT where another space has this tier and name. */
    putSpace: command(
      'write',
      z.object({
        id: idSchema,
        tier: tierSchema,
        name: spaceNameSchema,
        ownerId: idSchema,
        personIds: z.array(idSchema).max(100),
        generation: z.int().positive(),
        createdMs,
      }),
    ),
    /** `value` is the caller's own JSON text. */
    putSetting: command(
      'write',
      z.object({ key: z.string().min(1).max(100), value: z.string().max(100_000) }),
    ),
    putKnownHead: command(
      'write',
      z.object({ spaceId: idSchema, seq: z.int().nonnegative(), hash: sha256HexSchema }),
    ),
  },
  queries: {
    people: query<PersonRow[]>()(z.object({})),
    devices: query<DeviceRow[]>()(z.object({})),
    spaces: query<SpaceRow[]>()(z.object({})),
    settings: query<{ key: string; value: string }[]>()(z.object({})),
    knownHeads: query<KnownHeadRow[]>()(z.object({})),
  },
} as const;
