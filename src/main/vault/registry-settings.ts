/** What the registry keeps as settings: each a key and its own JSON, parsed when read. */
import { z } from 'zod';
import { type LastBackup, lastBackupSchema } from '../../shared/contracts/backups.ts';
import { type Settings, settingsSchema } from '../../shared/contracts/vaults.ts';
import type { Registry } from './registry.ts';

export const DEFAULT_SETTINGS: Settings = { theme: 'system', language: 'system', autoLockMinutes: 15 };

const SETTING_KEYS = { settings: 'settings', recovery: 'recovery', lastBackup: 'last-backup' } as const;

/**
 * Whether the recovery phrase was confirmed. Until then its entropy is kept, sealed under the root a second time, so
 * that the words can be shown again; whoever can open that holds the root already.
 */
const recoverySchema = z.discriminatedUnion('confirmed', [
  z.object({ confirmed: z.literal(true) }),
  z.object({ confirmed: z.literal(false), pending: z.base64() }),
]);
export type RecoveryState = z.infer<typeof recoverySchema>;

/** The settings; what cannot be read is the default, for a theme is not worth a locked vault. */
export function readSettings(registry: Registry): Settings {
  const parsed = settingsSchema.partial().safeParse(jsonOf(registry.setting(SETTING_KEYS.settings)));
  return { ...DEFAULT_SETTINGS, ...(parsed.success ? definedOf(parsed.data) : {}) };
}

/** A state that is missing or cannot be read counts as confirmed: it must not lock people out of writing. */
export function readRecoveryState(registry: Registry): RecoveryState {
  const parsed = recoverySchema.safeParse(jsonOf(registry.setting(SETTING_KEYS.recovery)));
  return parsed.success ? parsed.data : { confirmed: true };
}

export function writeRecoveryState(state: RecoveryState): { key: string; value: string } {
  return { key: SETTING_KEYS.recovery, value: JSON.stringify(state) };
}

export function writeSettings(settings: Settings): { key: string; value: string } {
  return { key: SETTING_KEYS.settings, value: JSON.stringify(settings) };
}

/** The last backup that was made of this vault; null where none was, or what is kept of it cannot be read. */
export function readLastBackup(registry: Registry): LastBackup | null {
  const parsed = lastBackupSchema.safeParse(jsonOf(registry.setting(SETTING_KEYS.lastBackup)));
  return parsed.success ? parsed.data : null;
}

export function writeLastBackup(backup: LastBackup): { key: string; value: string } {
  return { key: SETTING_KEYS.lastBackup, value: JSON.stringify(backup) };
}

/** A partial without the keys that are present and undefined. */
export function definedOf(
  change: Readonly<{ [K in keyof Settings]?: Settings[K] | undefined }>,
): Partial<Settings> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

function jsonOf(text: string | null): unknown {
  if (text === null) return {};
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
