import { expect, test } from 'vitest';
import { installCommand, unmetNeeds } from './system-packages.mjs';

const listing = [
  'libgtk-3-0t64 installed',
  'libnss3 installed',
  'xvfb config-files',
  'strace not-installed',
  '',
].join('\n');

test('a need is met by any of its names, and only by what is installed', () => {
  expect(
    unmetNeeds([['libgtk-3-0t64', 'libgtk-3-0'], ['libnss3'], ['xvfb'], ['strace'], ['make']], listing),
  ).toEqual([['xvfb'], ['strace'], ['make']]);
});

test('what two purposes need is named once', () => {
  expect(unmetNeeds([['xvfb'], ['strace'], ['xvfb']], listing)).toEqual([['xvfb'], ['strace']]);
});

test('the remedy is one command that can be copied', () => {
  expect(installCommand(['xvfb', 'strace'])).toBe(
    'sudo apt-get update && sudo apt-get install --yes --no-install-recommends xvfb strace',
  );
});
