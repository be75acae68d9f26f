import { describe, expect, test } from 'vitest';
import { SetUpProblem } from './progress.mjs';
import { checkNode, checkNpm, isAtLeast, parseVersion } from './versions.mjs';

test('versions are read with and without their v, their patch and their suffix', () => {
  expect(parseVersion('v20.18.1')).toEqual([20, 18, 1]);
  expect(parseVersion('9')).toEqual([9, 0, 0]);
  expect(parseVersion('11.2.0-rc.1')).toEqual([11, 2, 0]);
  expect(() => parseVersion('latest')).toThrow(TypeError);
});

test.each([
  ['20.18.1', '20.18', true],
  ['20.18.0', '20.18', true],
  ['20.9.0', '20.18', false],
  ['18.20.4', '20.18', false],
  ['22.0.0', '20.18', true],
  ['100.0.0', '20.18', true],
])('%s is at least %s: %s', (version, least, answer) => {
  expect(isAtLeast(version, least)).toBe(answer);
});

describe('what is too old is said in plain words, with what to do', () => {
  test('Node', () => {
    expect(() => checkNode('v20.18.0', '>=20.18')).not.toThrow();
    expect(() => checkNode('v18.20.4', '>=20.18')).toThrow(/needs Node 20\.18 or newer; here is 18\.20\.4/);
  });

  test('npm', () => {
    expect(() => checkNpm('10.8.2')).not.toThrow();
    expect(() => checkNpm('6.14.4')).toThrow(
      expect.objectContaining({
        constructor: SetUpProblem,
        remedy: expect.stringContaining('npm install --global'),
      }),
    );
  });
});
