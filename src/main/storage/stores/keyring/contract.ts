/** keyring (vault.db): the keys of spaces and bands, as the vault room sealed them. Knows no plain key. */
import { z } from 'zod';
import { type Band, bandSchema } from '../../../../shared/bands.ts';
import { idSchema } from '../../../../shared/contracts/primitives.ts';
import { command, query } from '../../contract.ts';
import { bytesSchema } from '../shapes.ts';

export interface KeyringEntry {
  readonly spaceId: string;
  /** Null for the key of a space's generation. */
  readonly band: Band | null;
  /** The generation's number where `band` is null. */
  readonly epoch: number;
  readonly sealed: Uint8Array;
  readonly createdMs: number;
}

const place = { spaceId: idSchema, band: bandSchema.nullable(), epoch: z.int().positive() };

export const keyringContract = {
  name: 'keyring',
  commands: {
    /** CONFLICT where the place is taken: a key is never overwritten. */
    put: command('write', z.object({ ...place, sealed: bytesSchema, createdMs: z.int() })),
    /** NOT_FOUND where there is none. */
    destroy: command('write', z.object(place), { erases: true }),
  },
  queries: {
    entries: query<KeyringEntry[]>()(z.object({ spaceId: idSchema.nullable().default(null) })),
  },
} as const;
