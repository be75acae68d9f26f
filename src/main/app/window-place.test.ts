import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rememberWindowPlace } from './window-place.ts';

let folder: string;
let faults: string[];
const log = { record: (where: string) => faults.push(where) };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'memoryos-window-place-'));
  faults = [];
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('remembers the last place across starts', async () => {
  const file = join(folder, 'profile', 'window.json');
  const first = rememberWindowPlace(file, log);
  expect(first.read()).toBeNull();
  first.remember({ width: 800, height: 600, maximized: false });
  first.remember({ x: 10, y: 20, width: 900, height: 700, maximized: true });
  await first.settled();
  expect(rememberWindowPlace(file, log).read()).toEqual({
    x: 10,
    y: 20,
    width: 900,
    height: 700,
    maximized: true,
  });
  expect(faults).toEqual([]);
});

test.each(['', '{"width":', '{"width":-5,"height":700,"maximized":false}', '[]'])(
  'takes the default where the file says %j',
  (content) => {
    const file = join(folder, 'window.json');
    writeFileSync(file, content);
    expect(rememberWindowPlace(file, log).read()).toBeNull();
    expect(faults).toEqual(['window place']);
  },
);

test('a folder that cannot be written stops nothing', async () => {
  writeFileSync(join(folder, 'profile'), 'a file where the folder should be');
  const memory = rememberWindowPlace(join(folder, 'profile', 'window.json'), log);
  memory.remember({ width: 800, height: 600, maximized: false });
  await memory.settled();
  expect(faults).toEqual(['window place']);
});
