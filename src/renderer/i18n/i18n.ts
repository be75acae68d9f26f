/**
 * Languages.
 *
 * One namespace a feature, one file a namespace: `locales/<language>/<feature>.json`, registered in
 * `resources.ts`. English is the source; its keys are typed (`i18next.d.ts`) and a test holds German to them.
 */
import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Settings } from '../../shared/contracts/vaults.ts';
import { resources } from './resources.ts';

export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

const isLanguage = (tag: string): tag is Language => LANGUAGES.some((language) => language === tag);

/** The first language of the system that we speak; English otherwise. */
export function systemLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const [primary = ''] = tag.toLowerCase().split('-');
    if (isLanguage(primary)) return primary;
  }
  return 'en';
}

export const i18n = createInstance();

/** Sets the languages up; must have finished before the first render. */
export async function startI18n(): Promise<void> {
  i18n.on('languageChanged', (language) => {
    document.documentElement.lang = language;
  });
  await i18n.use(initReactI18next).init({
    resources,
    lng: systemLanguage(navigator.languages),
    fallbackLng: 'en',
    defaultNS: 'common',
    interpolation: { escapeValue: false },
    returnNull: false,
  });
}

/** Switches the language of everything on the page. */
export async function setLanguage(language: Settings['language']): Promise<void> {
  await i18n.changeLanguage(language === 'system' ? systemLanguage(navigator.languages) : language);
}
