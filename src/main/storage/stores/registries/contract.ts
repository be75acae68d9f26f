/**
 * registries: tools and agents that may be asked to do something with memories, and how far each may go.
 *
 * A new one is switched off until somebody switches it on. Credentials come sealed and leave sealed: this store never
 * sees them, and nothing else here is a secret. Whatever happens to one is kept, also after it is gone.
 */
import { z } from 'zod';
import { type Band, bandSchema } from '../../../../shared/bands.ts';
import { idSchema, nameSchema, wellFormedText } from '../../../../shared/contracts/primitives.ts';
import type { ReceiptReference } from '../../../../shared/contracts/receipts.ts';
import { command, query } from '../../contract.ts';
import { bytesSchema } from '../shapes.ts';
import type { ToolDecision } from './decision.ts';

export type ToolType = 'tool' | 'agent';
type Clearance = Exclude<Band, 'BLACK'>;

export interface ToolRow {
  readonly id: string;
  readonly type: ToolType;
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly capabilities: readonly string[];
  readonly clearance: Clearance;
  readonly enabled: boolean;
  /** True where it has credentials. */
  readonly secret: boolean;
  readonly changedMs: number;
}

export interface ToolEvent {
  readonly act: 'registered' | 'revised' | 'enabled' | 'disabled' | 'unregistered';
  readonly atMs: number;
  readonly actorId: string;
  readonly version: string;
  readonly clearance: Clearance;
  readonly capabilities: readonly string[];
  readonly receipt: ReceiptReference;
}

/** `memory.search`, `image.describe`: what it can be asked for. */
const capabilitySchema = z
  .string()
  .max(60)
  .regex(/^[a-z]+(\.[a-z][A-Za-z]*)+$/);

const powers = {
  /** Semantic version. */
  version: z
    .string()
    .max(60)
    .regex(/^\d+\.\d+\.\d+(-[\w.]+)?$/),
  description: wellFormedText.max(500),
  capabilities: z.array(capabilitySchema).max(50),
  clearance: z.enum(['GREEN', 'AMBER', 'RED']),
  /** Sealed by the caller under the vault's keys; null for none. */
  sealedSecret: bytesSchema
    .refine((bytes) => bytes.byteLength <= 65_536, { error: 'is too large' })
    .nullable(),
};

export const registriesContract = {
  name: 'registries',
  commands: {
    /** A new one, switched off. CONFLICT (`id-taken`, `name-taken`). */
    register: command(
      'write',
      z.object({
        id: idSchema,
        actorId: idSchema,
        type: z.enum(['tool', 'agent']),
        name: nameSchema,
        ...powers,
      }),
    ),
    /** Another version of it. Switches it off where it may now do more than before. NOT_FOUND. */
    revise: command('write', z.object({ id: idSchema, actorId: idSchema, ...powers })),
    /** NOT_FOUND. Nothing where it is so already. */
    enable: command('write', z.object({ id: idSchema, actorId: idSchema, enabled: z.boolean() })),
    /** It and its credentials gone; its history stays. Nothing where there is none. */
    unregister: command('write', z.object({ id: idSchema, actorId: idSchema }), { erases: true }),
  },
  queries: {
    /** By type and name. */
    tools: query<ToolRow[]>()(z.object({ type: z.enum(['tool', 'agent']).optional() })),
    /** What happened to one, oldest first. */
    history: query<ToolEvent[]>()(z.object({ id: idSchema })),
    /** Its credentials as they were given; null where it has none or is switched off. */
    sealedSecret: query<{ bytes: Uint8Array } | null>()(z.object({ id: idSchema })),
    /** May this one do that with something of this band? */
    may: query<ToolDecision>()(z.object({ id: idSchema, capability: capabilitySchema, band: bandSchema })),
  },
} as const;
