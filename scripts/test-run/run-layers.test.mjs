import { expect, test } from 'vitest';
import { runLayers, selectLayers } from './run-layers.mjs';

const layer = (/** @type {string} */ name, passed = 1, failed = 0) => ({
  name,
  run: async () => [{ passed, failed, skipped: 0 }],
});

/** @param {Parameters<typeof runLayers>[0]} layers */
async function outcome(layers) {
  /** @type {string[]} */
  const lines = [];
  const exitCode = await runLayers(layers, (line) => lines.push(line));
  return { exitCode, lines, last: lines.at(-1) };
}

test('everything passing ends with the total and exit code 0', async () => {
  expect(await outcome([layer('a', 2), layer('b', 3)])).toMatchObject({
    exitCode: 0,
    last: '5 passed, 0 failed',
  });
});

test('a failing layer does not keep the next from running', async () => {
  const { exitCode, lines, last } = await outcome([layer('a', 0, 1), layer('b', 3)]);
  expect({ exitCode, last }).toEqual({ exitCode: 1, last: '3 passed, 1 failed' });
  expect(lines.filter((line) => /^[✓✗]/.test(line))).toEqual([
    expect.stringMatching(/^✗ a .*0 passed, 1 failed/),
    expect.stringMatching(/^✓ b .*3 passed, 0 failed/),
  ]);
});

test('a layer that crashes is one failure', async () => {
  const crashing = { name: 'a', run: () => Promise.reject(new Error('out of paper')) };
  const { exitCode, lines, last } = await outcome([crashing, layer('b')]);
  expect({ exitCode, last }).toEqual({ exitCode: 1, last: '1 passed, 1 failed' });
  expect(lines.join('\n')).toContain('out of paper');
});

test('checking nothing is a failure', async () => {
  expect(await outcome([])).toMatchObject({ exitCode: 1, last: '0 passed, 1 failed' });
});

test('layers are chosen or left out by name', () => {
  const all = [layer('a'), layer('b'), layer('c')];
  const names = (/** @type {string[]} */ args) => selectLayers(all, args).map(({ name }) => name);
  expect(names([])).toEqual(['a', 'b', 'c']);
  expect(names(['--only', 'a,c'])).toEqual(['a', 'c']);
  expect(names(['--skip', 'b'])).toEqual(['a', 'c']);
});

test.each([[['--only']], [['--only', 'nothing']], [['--fast', 'a']], [['--only', 'a', 'b']]])(
  'a selection that makes no sense is refused: %j',
  (args) => {
    expect(() => selectLayers([layer('a')], args)).toThrow(RangeError);
  },
);
