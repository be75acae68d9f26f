/**
 * privacy: tombstones. A deletion wins over every edit, for ever; what stays is who, when, why and the receipt.
 */
import { z } from 'zod';
import { idSchema, wellFormedText } from '../../../../shared/contracts/primitives.ts';
import type { ReceiptReference } from '../../../../shared/contracts/receipts.ts';
import { LIMITS } from '../../../../shared/limits.ts';
import { command, query } from '../../contract.ts';
import { offsetSchema, rowsSchema } from '../shapes.ts';

export interface TombstoneRow {
  readonly recordId: string;
  readonly atMs: number;
  readonly actorId: string;
  readonly reason: string | null;
  readonly receipt: ReceiptReference;
}

export const privacyContract = {
  name: 'privacy',
  commands: {
    /**
     * Collected beside `episodic.remove` in the same unit, in any order. Of the memory's external id only a keyed
     * hash is kept, so that an import does not bring it back.
     */
    bury: command(
      'retract',
      z.object({ recordId: idSchema, actorId: idSchema, reason: wellFormedText.max(500).nullable() }),
    ),
  },
  queries: {
    /** Newest first. */
    tombstones: query<{ total: number; rows: TombstoneRow[] }>()(
      z.object({ offset: offsetSchema, limit: rowsSchema }),
    ),
    /** Those of the external ids whose memory was deleted here. */
    buriedExternalIds: query<string[]>()(
      z.object({ ids: z.array(z.string().max(LIMITS.externalIdLength)).max(10_000) }),
    ),
  },
} as const;
