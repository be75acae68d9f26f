import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keepThreadsReady, readyThreads, takeThread } from './ready-threads.ts';
import { type Folder, openTestSpace, RUNTIME, temporaryFolder } from './testing/databases.ts';

vi.setConfig({ testTimeout: 120_000 });

let folder: Folder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  keepThreadsReady(RUNTIME, 0);
  folder.remove();
});

it('opens with threads that were ready, and with new ones where none are', async () => {
  keepThreadsReady(RUNTIME, 3);
  expect(readyThreads(RUNTIME)).toBe(3);
  const taken = takeThread(RUNTIME, 'taken');
  expect(readyThreads(RUNTIME)).toBe(2);
  await taken.terminate();
  const space = await openTestSpace(folder);
  await space.add();
  expect(await space.database.query('episodic.stats', {})).toEqual({ memories: 1 });
  keepThreadsReady(RUNTIME, 0);
  expect(readyThreads(RUNTIME)).toBe(0);
  const again = await space.reopen();
  expect(await again.database.query('episodic.stats', {})).toEqual({ memories: 1 });
  await again.database.close();
});

it('forgets a thread that cannot start', async () => {
  const broken = { ...RUNTIME, engineThread: new URL('file:///nowhere/engine-thread.ts') };
  keepThreadsReady(broken, 2);
  await expect.poll(() => readyThreads(broken), { timeout: 60_000 }).toBe(0);
  keepThreadsReady(broken, 0);
});
