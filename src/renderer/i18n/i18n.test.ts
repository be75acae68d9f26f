import { expect, it } from 'vitest';
import { systemLanguage } from './i18n.ts';

it('takes the first language of the system that it speaks', () => {
  expect(systemLanguage(['fr-FR', 'de-AT', 'en-GB'])).toBe('de');
  expect(systemLanguage(['EN-us'])).toBe('en');
});

it('speaks English where it speaks none of them', () => {
  expect(systemLanguage(['ja', 'den'])).toBe('en');
  expect(systemLanguage([])).toBe('en');
});
