import { expect, test } from 'vitest';
import { coversLockfile } from './node-packages.mjs';

const wanted = {
  packages: {
    '': { version: '1.0.0' },
    'node_modules/a': { version: '1.2.3' },
    'node_modules/for-another-platform': { version: '4.0.0', optional: true },
  },
};

test('what npm installed by hand is recognised, without the packages of other platforms', () => {
  expect(coversLockfile(wanted, { packages: { 'node_modules/a': { version: '1.2.3' } } })).toBe(true);
});

test.each([
  ['a missing package', {}],
  ['another version', { 'node_modules/a': { version: '1.2.4' } }],
  [
    'a package that is not in the lockfile',
    { 'node_modules/a': { version: '1.2.3' }, 'node_modules/b': { version: '1.0.0' } },
  ],
])('%s is not', (_name, packages) => {
  expect(coversLockfile(wanted, { packages })).toBe(false);
});

test('half an installation, whose list was never written, is not', () => {
  expect(coversLockfile(wanted, {})).toBe(false);
});
