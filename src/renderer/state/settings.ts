/** Theme, language and auto-lock, as main keeps them, and their effect on the page. */
import { create } from 'zustand';
import type { Settings } from '../../shared/contracts/vaults.ts';
import type { VaultErrorData } from '../../shared/errors.ts';
import { invoke, listen } from '../bridge.ts';
import { setLanguage } from '../i18n/i18n.ts';

interface SettingsStore {
  readonly settings: Settings;
  readonly error: VaultErrorData | null;
  apply(settings: Settings): void;
  change(change: Partial<Settings>): Promise<void>;
}

export const useSettings = create<SettingsStore>((set, get) => ({
  settings: { theme: 'system', language: 'system', autoLockMinutes: 10 },
  error: null,
  apply(settings) {
    set({ settings, error: null });
    showTheme(settings.theme);
    void setLanguage(settings.language);
  },
  async change(change) {
    const answer = await invoke('settings.set', change);
    if (answer.ok) get().apply(answer.value);
    else set({ error: answer.error });
  },
}));

/** The tokens follow `color-scheme`; without the attribute that is the system's choice. */
function showTheme(theme: Settings['theme']): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** Follows main's settings from now on. */
export function followSettings(): () => void {
  const stop = listen('settings.changed', (settings) => useSettings.getState().apply(settings));
  void invoke('settings.get', {}).then((answer) => {
    if (answer.ok) useSettings.getState().apply(answer.value);
  });
  return stop;
}
