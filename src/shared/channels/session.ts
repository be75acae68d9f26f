/** The session, the vaults of this machine, and the ways into them. */
import { z } from 'zod';
import {
  createVaultSchema,
  keychainStateSchema,
  knownVaultSchema,
  passphraseSchema,
  recoveryPhraseSchema,
  sessionStateSchema,
  settingsSchema,
  unlockSchema,
} from '../contracts/vaults.ts';
import { LIMITS } from '../limits.ts';
import { channel, nothing } from './channel.ts';

const directory = z.string().min(1).max(4096);

export const SESSION_CHANNELS = {
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
} as const;
