/**
 * What this machine remembers outside any vault: settings, where vaults lie, where the window stood.
 *
 * Invariant: no secret and no content. The file is replaced whole or not at all; one that cannot be understood is
 * put aside and not overwritten. Losing it loses no vault: a vault is opened by its folder.
 */
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { timestampSchema } from '../../shared/contracts/primitives.ts';
import { type Settings, settingsSchema } from '../../shared/contracts/vaults.ts';
import { writeDurably } from '../vault/durable-files.ts';
import type { FaultLog } from './fault-log.ts';

const windowPlaceSchema = z.object({
  x: z.int().optional(),
  y: z.int().optional(),
  width: z.int().positive(),
  height: z.int().positive(),
  maximized: z.boolean(),
});
export type WindowPlace = z.infer<typeof windowPlaceSchema>;

const rememberedVaultSchema = z.object({ directory: z.string(), lastOpenedAt: timestampSchema.nullable() });
export type RememberedVault = z.infer<typeof rememberedVaultSchema>;

const preferencesSchema = z.object({
  settings: settingsSchema,
  vaults: z.array(rememberedVaultSchema),
  window: windowPlaceSchema.nullable(),
});
type PreferencesData = z.infer<typeof preferencesSchema>;

const DEFAULTS: PreferencesData = {
  settings: { theme: 'system', language: 'system', autoLockMinutes: 10 },
  vaults: [],
  window: null,
};

export interface Preferences {
  readonly settings: Settings;
  /** The one opened last comes first. */
  readonly vaults: readonly RememberedVault[];
  readonly window: WindowPlace | null;
  changeSettings(change: { readonly [K in keyof Settings]?: Settings[K] | undefined }): Settings;
  rememberVault(vault: RememberedVault): void;
  /** Forgets where it lies; the vault itself stays. */
  forgetVault(directory: string): void;
  rememberWindow(place: WindowPlace): void;
  /** Resolves when all that was changed so far is on the disk, or could not be written. */
  settled(): Promise<void>;
}

export function openPreferences(file: string, log: FaultLog): Preferences {
  let data = read(file, log);
  let writing = Promise.resolve();

  const change = (next: Partial<PreferencesData>): void => {
    data = { ...data, ...next };
    const text = `${JSON.stringify(data, null, 2)}\n`;
    // One after the other, so that the last change wins. A disk without room must not stop the app.
    writing = writing.then(() => replaceFile(file, text)).catch((error) => log.record('preferences', error));
  };

  return {
    get settings() {
      return data.settings;
    },
    get vaults() {
      return data.vaults;
    },
    get window() {
      return data.window;
    },
    changeSettings(settings) {
      change({ settings: settingsSchema.parse({ ...data.settings, ...withoutUndefined(settings) }) });
      return data.settings;
    },
    rememberVault(vault) {
      change({ vaults: [vault, ...data.vaults.filter(({ directory }) => directory !== vault.directory)] });
    },
    forgetVault(directory) {
      change({ vaults: data.vaults.filter((vault) => vault.directory !== directory) });
    },
    rememberWindow(window) {
      change({ window });
    },
    settled: () => writing,
  };
}

const withoutUndefined = (change: object): object =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));

function read(file: string, log: FaultLog): PreferencesData {
  if (!existsSync(file)) return DEFAULTS;
  try {
    return preferencesSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    log.record('preferences', error);
    putAside(file, log);
    return DEFAULTS;
  }
}

function putAside(file: string, log: FaultLog): void {
  try {
    copyFileSync(file, `${file}.not-understood`);
  } catch (error) {
    log.record('preferences', error);
  }
}

async function replaceFile(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeDurably(file, text);
}
