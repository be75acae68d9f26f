/**
 * The whole conversation between the page and main: every channel with the shape it takes and answers, every
 * event with the shape it carries. Both ends are typed from this one object and both check at run time.
 *
 * Invariant: a channel answers `Result<output>`, never a rejection. The channels of a domain are in `channels/`.
 */
import { z } from 'zod';
import { ATTENTION_CHANNELS } from './channels/attention.ts';
import { BACKUP_CHANNELS } from './channels/backups.ts';
import { nothing } from './channels/channel.ts';
import { GRAPH_CHANNELS } from './channels/graph.ts';
import { HEALTH_CHANNELS, HEALTH_EVENTS } from './channels/health.ts';
import { IMPORT_CHANNELS } from './channels/imports.ts';
import { MEMORY_CHANNELS } from './channels/memories.ts';
import { MIGRATION_CHANNELS } from './channels/migrations.ts';
import { PLANNING_CHANNELS } from './channels/planning.ts';
import { RECORD_CHANNELS } from './channels/records.ts';
import { SESSION_CHANNELS } from './channels/session.ts';
import { SPACE_CHANNELS } from './channels/spaces.ts';
import { backupProgressSchema } from './contracts/backups.ts';
import { importProgressSchema } from './contracts/imports.ts';
import { idSchema } from './contracts/primitives.ts';
import { receiptCheckSchema } from './contracts/receipts.ts';
import { sessionStateSchema, settingsSchema } from './contracts/vaults.ts';

export const CHANNELS = {
  ...SESSION_CHANNELS,
  ...SPACE_CHANNELS,
  ...MEMORY_CHANNELS,
  ...RECORD_CHANNELS,
  ...IMPORT_CHANNELS,
  ...MIGRATION_CHANNELS,
  ...PLANNING_CHANNELS,
  ...ATTENTION_CHANNELS,
  ...BACKUP_CHANNELS,
  ...HEALTH_CHANNELS,
  ...GRAPH_CHANNELS,
} as const;

export type ChannelName = keyof typeof CHANNELS;
/** What the page may send: defaults may be left out. */
export type ChannelInput<C extends ChannelName> = z.input<(typeof CHANNELS)[C]['input']>;
/** What the handler receives: parsed, defaults filled in. */
export type ChannelParsed<C extends ChannelName> = z.output<(typeof CHANNELS)[C]['input']>;
export type ChannelOutput<C extends ChannelName> = z.output<(typeof CHANNELS)[C]['output']>;

export const EVENTS = {
  'session.changed': sessionStateSchema,
  'settings.changed': settingsSchema,
  'spaces.changed': nothing,
  /** Something in this space changed: lists that show it ask again. */
  'memories.changed': z.object({ spaceId: idSchema }),
  /** A reminder, goal, mood or scenario of this space changed, or one is due now. */
  'planning.changed': z.object({ spaceId: idSchema.nullable() }),
  'imports.progress': importProgressSchema,
  'backups.progress': backupProgressSchema,
  'receipts.checking': receiptCheckSchema,
  ...HEALTH_EVENTS,
  /** From the application menu. */
  'menu.command': z.object({
    command: z.enum(['new-memory', 'import', 'lock', 'settings', 'search', 'palette', 'upcoming']),
  }),
} as const;

export type EventName = keyof typeof EVENTS;
export type EventPayload<E extends EventName> = z.output<(typeof EVENTS)[E]>;

/** What the preload puts on `window.vault`. */
export interface VaultBridge {
  invoke(channel: string, input: unknown): Promise<unknown>;
  /** Returns the function that stops listening. */
  on(event: string, listener: (payload: unknown) => void): () => void;
}
