/**
 * The whole conversation between the page and main: every channel with the shape it takes and answers, every
 * event with the shape it carries. Both ends are typed from this one object and both check at run time.
 *
 * Invariant: a channel answers `Result<output>`, never a rejection.
 */
import { z } from 'zod';
import { tierSchema } from './bands.ts';
import { importPreviewSchema, importProgressSchema, importRequestSchema } from './contracts/imports.ts';
import {
  changeSchema,
  draftSchema,
  memoryFilterSchema,
  memoryInputSchema,
  memoryRowSchema,
  memorySchema,
  monthSchema,
  searchHitSchema,
} from './contracts/memories.ts';
import { idSchema, spaceNameSchema, timestampSchema } from './contracts/primitives.ts';
import { receiptSchema, receiptVerificationSchema, tombstoneSchema } from './contracts/receipts.ts';
import {
  createVaultSchema,
  keychainStateSchema,
  knownVaultSchema,
  passphraseSchema,
  recoveryPhraseSchema,
  sessionStateSchema,
  settingsSchema,
  spaceSchema,
  unlockSchema,
} from './contracts/vaults.ts';
import { LIMITS } from './limits.ts';

const nothing = z.object({});
const limit = z.int().min(1).max(LIMITS.pageRows);
const directory = z.string().min(1).max(4096);

const channel = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output });

export const CHANNELS = {
  // the session
  'session.state': channel(nothing, sessionStateSchema),
  'session.activity': channel(nothing, nothing),
  'vaults.list': channel(nothing, z.array(knownVaultSchema)),
  'vaults.suggestDirectory': channel(
    z.object({ name: z.string().max(80) }),
    z.object({ directory: z.string() }),
  ),
  'vaults.chooseDirectory': channel(
    z.object({ purpose: z.enum(['create', 'open']) }),
    z.object({ directory: z.string().nullable() }),
  ),
  'vaults.create': channel(createVaultSchema, z.object({ recoveryPhrase: z.array(z.string()).length(24) })),
  'vaults.confirmRecovery': channel(
    z.object({
      words: z
        .array(z.object({ position: z.int().min(1).max(24), word: z.string().max(20) }))
        .min(3)
        .max(24),
    }),
    nothing,
  ),
  /** The words again, until they are confirmed; null afterwards. */
  'vaults.recoveryPhrase': channel(
    nothing,
    z.object({ recoveryPhrase: z.array(z.string()).length(24).nullable() }),
  ),
  'vaults.select': channel(z.object({ directory }), sessionStateSchema),
  'vaults.forget': channel(z.object({ directory }), nothing),
  'vaults.unlock': channel(unlockSchema, sessionStateSchema),
  'vaults.lock': channel(nothing, sessionStateSchema),
  'vaults.close': channel(nothing, sessionStateSchema),
  'vaults.changePassphrase': channel(
    z.object({ current: z.string().max(LIMITS.passphraseMaxLength), next: passphraseSchema }),
    nothing,
  ),
  'vaults.recover': channel(
    z.object({ phrase: recoveryPhraseSchema, passphrase: passphraseSchema }),
    sessionStateSchema,
  ),
  'vaults.repair': channel(z.object({ directory }), z.object({ keptAs: z.string() })),
  /** Puts a damaged vault.db aside and builds it anew from its sealed copy; leaves the vault unlocked. */
  'vaults.rebuildRegistry': channel(unlockSchema, z.object({ keptAs: z.string() })),
  'vaults.keychainState': channel(
    nothing,
    z.object({ state: keychainStateSchema, backend: z.string().nullable() }),
  ),
  'vaults.useKeychain': channel(z.object({ use: z.boolean() }), nothing),
  'vaults.showFolder': channel(nothing, nothing),
  'settings.get': channel(nothing, settingsSchema),
  'settings.set': channel(settingsSchema.partial(), settingsSchema),
  // spaces
  'spaces.list': channel(nothing, z.array(spaceSchema)),
  'spaces.create': channel(
    z.object({
      tier: tierSchema,
      name: spaceNameSchema,
      people: z.array(z.string().trim().min(1).max(80)).max(50).default([]),
    }),
    spaceSchema,
  ),
  'spaces.acceptRollback': channel(z.object({ spaceId: idSchema }), spaceSchema),
  // memories
  'memories.page': channel(
    z.object({ spaceId: idSchema, offset: z.int().min(0), limit, filter: memoryFilterSchema.default({}) }),
    z.object({ total: z.int().nonnegative(), rows: z.array(memoryRowSchema) }),
  ),
  'memories.months': channel(
    z.object({ spaceId: idSchema, filter: memoryFilterSchema.default({}) }),
    z.array(monthSchema),
  ),
  'memories.facets': channel(
    z.object({ spaceId: idSchema }),
    z.object({
      tags: z.array(z.object({ value: z.string(), count: z.int() })),
      people: z.array(z.object({ value: z.string(), count: z.int() })),
    }),
  ),
  'memories.get': channel(z.object({ spaceId: idSchema, id: idSchema }), memorySchema),
  'memories.add': channel(
    z.object({ spaceId: idSchema, input: memoryInputSchema, idempotencyKey: idSchema }),
    changeSchema,
  ),
  'memories.edit': channel(
    z.object({
      spaceId: idSchema,
      id: idSchema,
      version: z.int().positive(),
      input: memoryInputSchema,
      idempotencyKey: idSchema,
    }),
    changeSchema,
  ),
  'memories.delete': channel(
    z.object({ spaceId: idSchema, id: idSchema, reason: z.string().max(500).nullable().default(null) }),
    z.object({ undoUntil: timestampSchema }),
  ),
  'memories.undoDelete': channel(
    z.object({ spaceId: idSchema, id: idSchema }),
    z.object({ undone: z.boolean() }),
  ),
  'memories.search': channel(
    z.object({ spaceId: idSchema.nullable(), query: z.string().max(LIMITS.queryLength), limit }),
    z.object({ hits: z.array(searchHitSchema), milliseconds: z.number() }),
  ),
  // drafts
  'drafts.list': channel(nothing, z.array(draftSchema)),
  'drafts.save': channel(draftSchema.omit({ savedAt: true }), z.object({ savedAt: timestampSchema })),
  'drafts.discard': channel(z.object({ spaceId: idSchema, id: idSchema }), nothing),
  // receipts and tombstones
  'receipts.page': channel(
    z.object({
      spaceId: idSchema,
      beforeSeq: z.int().positive().nullable(),
      limit,
      subjectId: idSchema.nullable().default(null),
    }),
    z.object({ total: z.int().nonnegative(), rows: z.array(receiptSchema) }),
  ),
  'receipts.verify': channel(z.object({ spaceId: idSchema }), receiptVerificationSchema),
  'receipts.export': channel(
    z.object({ spaceId: idSchema }),
    z.object({ path: z.string().nullable(), receipts: z.int() }),
  ),
  'tombstones.page': channel(
    z.object({ spaceId: idSchema, offset: z.int().min(0), limit }),
    z.object({ total: z.int().nonnegative(), rows: z.array(tombstoneSchema) }),
  ),
  // imports
  'imports.choose': channel(
    z.object({ what: z.enum(['folder', 'file']) }),
    z.object({ path: z.string().nullable() }),
  ),
  'imports.preview': channel(importRequestSchema, importPreviewSchema),
  'imports.start': channel(importRequestSchema, z.object({ runId: idSchema })),
  'imports.cancel': channel(z.object({ runId: idSchema }), nothing),
  'imports.resume': channel(z.object({ runId: idSchema }), z.object({ runId: idSchema })),
  'imports.dismiss': channel(z.object({ runId: idSchema }), nothing),
  'imports.list': channel(nothing, z.array(importProgressSchema)),
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
  'imports.progress': importProgressSchema,
  /** From the application menu. */
  'menu.command': z.object({
    command: z.enum(['new-memory', 'import', 'lock', 'settings', 'search', 'palette']),
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
