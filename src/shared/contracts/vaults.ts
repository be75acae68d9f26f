/** Vaults, spaces, people, devices, settings. */
import { z } from 'zod';
import { bandSchema, tierSchema } from '../bands.ts';
import { vaultErrorDataSchema } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { idSchema, nameSchema, timestampSchema } from './primitives.ts';

export const passphraseSchema = z.string().min(LIMITS.passphraseMinLength).max(LIMITS.passphraseMaxLength);

export const slotTypeSchema = z.enum(['passphrase', 'keychain', 'recovery']);
export type SlotType = z.infer<typeof slotTypeSchema>;

/** The outcomes of the keychain state machine, as far as one vault is concerned. */
export const keychainStateSchema = z.enum([
  'available',
  'not-used',
  'unavailable',
  'entry-missing',
  'backend-changed',
  'wrong-key',
]);
export type KeychainState = z.infer<typeof keychainStateSchema>;

/** A vault this machine knows of. `problem` says why it cannot be opened as it is. */
export const knownVaultSchema = z.object({
  directory: z.string(),
  name: z.string(),
  vaultId: idSchema.nullable(),
  slots: z.array(slotTypeSchema),
  lastOpenedAt: timestampSchema.nullable(),
  problem: vaultErrorDataSchema.nullable(),
});
export type KnownVault = z.infer<typeof knownVaultSchema>;

const personSummarySchema = z.object({ id: idSchema, name: z.string() });

export const spaceSchema = z.object({
  id: idSchema,
  tier: tierSchema,
  name: z.string(),
  people: z.array(personSummarySchema),
  bandCap: bandSchema,
  generation: z.int().positive(),
  memories: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  problem: vaultErrorDataSchema.nullable(),
});
export type Space = z.infer<typeof spaceSchema>;

export const sessionStateSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('closed') }),
  z.object({ state: z.literal('locked'), vault: knownVaultSchema }),
  z.object({
    state: z.literal('unlocked'),
    vault: knownVaultSchema,
    me: personSummarySchema,
    device: z.object({ id: idSchema, name: z.string(), fingerprint: z.string() }),
    /** False until the person has typed the words asked for; no memory is written before. */
    recoveryConfirmed: z.boolean(),
    demo: z.boolean(),
  }),
]);
export type SessionState = z.infer<typeof sessionStateSchema>;

export const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  language: z.enum(['system', 'en', 'de']),
  /** Minutes without a touch until the vault locks; 0 never. */
  autoLockMinutes: z.int().min(0).max(720),
});
export type Settings = z.infer<typeof settingsSchema>;

export const createVaultSchema = z
  .object({
    directory: z.string().min(1).max(4096),
    name: nameSchema,
    person: nameSchema,
    passphrase: passphraseSchema.optional(),
    keychain: z.boolean().default(false),
  })
  .refine((input) => input.passphrase !== undefined || input.keychain, {
    error: 'needs a passphrase, the system keychain, or both',
  });
export type CreateVaultInput = z.infer<typeof createVaultSchema>;

export const unlockSchema = z.discriminatedUnion('method', [
  z.object({ method: z.literal('passphrase'), passphrase: z.string().max(LIMITS.passphraseMaxLength) }),
  z.object({ method: z.literal('keychain') }),
]);
export type UnlockInput = z.infer<typeof unlockSchema>;

/** 24 words of the BIP-39 English list. */
export const recoveryPhraseSchema = z.string().max(400);
