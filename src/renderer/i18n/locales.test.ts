import { describe, expect, it } from 'vitest';
import { errorCodeSchema } from '../../shared/errors.ts';
import { LANGUAGES } from './i18n.ts';
import { resources } from './resources.ts';

const PLURAL = /_(zero|one|two|few|many|other)$/;

/** Every leaf of a tree of words, as dotted key and text. */
function leaves(tree: object, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] => {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    return typeof value === 'string' ? [[path, value]] : leaves(value, path);
  });
}

const placeholders = (text: string) => [...new Set(text.match(/{{[^}]+}}/g))].sort();

describe.each(LANGUAGES.filter((language) => language !== 'en'))('words in %s', (language) => {
  const english = new Map(leaves(resources.en));
  const other = new Map(leaves(resources[language]));

  it('has exactly the keys that English has', () => {
    const plain = (keys: Iterable<string>) =>
      [...new Set([...keys].map((key) => key.replace(PLURAL, '')))].sort();
    expect(plain(other.keys())).toEqual(plain(english.keys()));
  });

  it('has every plural form that its language needs, and no other', () => {
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
    const stems = new Set(
      [...english.keys()].filter((key) => PLURAL.test(key)).map((key) => key.replace(PLURAL, '')),
    );
    for (const stem of stems) {
      const forms = [...other.keys()]
        .filter((key) => key.replace(PLURAL, '') === stem && key !== stem)
        .map((key) => key.slice(stem.length + 1))
        .sort();
      expect(forms, stem).toEqual(needed);
    }
  });

  it('leaves the same gaps for names and numbers', () => {
    for (const [key, text] of english) {
      const same = other.get(key);
      if (same !== undefined) expect(placeholders(same), key).toEqual(placeholders(text));
    }
  });
});

describe.each(LANGUAGES)('every word in %s', (language) => {
  it('says something, calmly', () => {
    for (const [key, text] of leaves(resources[language])) {
      expect(text.trim(), key).not.toBe('');
      expect(text, key).not.toContain('!');
    }
  });

  it('knows every error code', () => {
    const errors: Readonly<Record<string, { message?: string; hint?: string }>> = resources[language].errors;
    for (const code of errorCodeSchema.options) {
      expect(errors[code]?.message, code).toBeTruthy();
      expect(errors[code]?.hint, code).toBeTruthy();
    }
    expect(Object.keys(errors).sort()).toEqual(errorCodeSchema.options.toSorted());
  });
});
