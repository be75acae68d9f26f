import { createHash } from 'node:crypto';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Metrics } from '../observability/metrics.ts';
import { Checkpoints } from './checkpoint.ts';
import type { CheckpointOutcome } from './engine/take-checkpoint.ts';
import { openWritable } from './sqlite.ts';
import {
  contextFor,
  type Folder,
  openTestSpace,
  type TestSpace,
  temporaryFolder,
} from './testing/databases.ts';
import { canMount, type SmallDisk, smallDisk } from './testing/small-disk.ts';

let folder: Folder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

async function emptied(space: TestSpace, memories = 60): Promise<void> {
  const inputs = await Promise.all(
    Array.from({ length: memories }, (_, n) => space.add({ text: `${n} words `.repeat(1_500) })),
  );
  for (const { id } of inputs.slice(0, memories - 5)) {
    await space.database.unitOfWork.run(contextFor(space.id, { purpose: 'memory.delete' }), (uow) => {
      uow.fts.retract({ id });
      uow.episodic.remove({ id, expectedVersion: null });
    });
  }
}

const verified = (space: TestSpace) => space.database.query('receipts.verify', {});

describe('vacuuming in steps', () => {
  it('gives empty pages back a few at a time, units in between, until none is left', async () => {
    const space = await openTestSpace(folder);
    await emptied(space);
    const before = await space.database.query('upkeep.facts', {});
    expect(before.incremental).toBe(true);
    expect(before.freePages).toBeGreaterThan(100);
    let steps = 0;
    for (let free = before.freePages; free > 0; steps += 1) {
      const [step] = await Promise.all([space.database.vacuumStep(16), space.add()]);
      expect(steps).toBeLessThan(1_000);
      free = step.freePages;
    }
    expect(steps).toBeGreaterThan(3);
    await space.database.checkpoint();
    const after = await space.database.query('upkeep.facts', {});
    expect(statSync(space.file).size).toBe(after.pages * after.pageBytes);
    expect(after.pages).toBeLessThan(before.pages);
    expect((await verified(space)).broken).toEqual([]);
    await space.database.close();
  });

  it('rewrites a file whole, and a file from before can then shrink in steps', async () => {
    const space = await openTestSpace(folder);
    await emptied(space, 20);
    await space.database.close();
    // As an earlier version made it.
    const old = openWritable({ file: space.file, key: space.keys.pageKey });
    old.pragma('auto_vacuum = NONE');
    old.script('VACUUM');
    expect(old.pragma('auto_vacuum')).toBe(0);
    old.close();
    const again = await space.reopen();
    expect((await again.database.query('upkeep.facts', {})).incremental).toBe(false);
    await again.database.vacuumStep(null);
    expect(await again.database.query('upkeep.facts', {})).toMatchObject({ incremental: true, freePages: 0 });
    expect((await verified(again)).broken).toEqual([]);
    await again.database.close();
  });
});

describe.skipIf(!canMount)('a disk without room for it', () => {
  let disk: SmallDisk;
  beforeEach(() => {
    disk = smallDisk(8 * 1024 * 1024);
  });
  afterEach(() => disk.remove());

  it('refuses to rewrite in a typed error, leaves the file as it was, and the space goes on', async () => {
    const space = await openTestSpace(folder, { file: join(disk.path, 'space.db') });
    await Promise.all(Array.from({ length: 30 }, (_, n) => space.add({ text: `${n} words `.repeat(8_000) })));
    await space.database.checkpoint();
    const others = join(disk.path, 'something else');
    const room = 8 * 1024 * 1024 - statSync(space.file).size - 600 * 1024;
    writeFileSync(others, Buffer.alloc(Math.max(0, room)));
    const bytes = createHash('sha256').update(readFileSync(space.file)).digest('hex');
    await expect(space.database.vacuumStep(null)).rejects.toMatchObject({
      code: 'STORAGE_FULL',
      retryable: true,
    });
    expect(createHash('sha256').update(readFileSync(space.file)).digest('hex')).toBe(bytes);
    expect(await verified(space)).toEqual({ verified: 30, broken: [] });
    rmSync(others);
    await space.database.checkpoint();
    await space.add();
    expect(await verified(space)).toEqual({ verified: 31, broken: [] });
    await space.database.close();
  });
});

describe('checkpoints', () => {
  const outcome = (blocked: boolean): CheckpointOutcome => ({
    blocked,
    logPages: 3_000,
    movedPages: blocked ? 100 : 3_000,
    milliseconds: 1,
  });

  it('know since when a reader holds the log up, until one gets through', async () => {
    let blocked = true;
    const metrics = new Metrics();
    const checkpoints = new Checkpoints({ take: async () => outcome(blocked), pageBytes: 4096, metrics });
    expect(checkpoints.log).toEqual({ bytes: 0, heldUpSinceMs: null });
    await checkpoints.empty();
    const since = checkpoints.log.heldUpSinceMs;
    expect(since).not.toBeNull();
    await checkpoints.empty();
    expect(checkpoints.log).toEqual({ bytes: 3_000 * 4096, heldUpSinceMs: since });
    blocked = false;
    await checkpoints.empty();
    expect(checkpoints.log).toEqual({ bytes: 0, heldUpSinceMs: null });
    expect(metrics.counter('checkpoints', 'truncate')).toBe(3);
    checkpoints.close();
  });

  it('say truly on a real file that a snapshot is in the way', async () => {
    const space = await openTestSpace(folder);
    await space.add();
    await space.database.snapshot(async (snapshot) => {
      await snapshot.query('episodic.stats', {});
      await space.add();
      await space.database.checkpoint();
      expect((await space.database.figures()).log.heldUpSinceMs).not.toBeNull();
    });
    await space.database.checkpoint();
    expect((await space.database.figures()).log).toEqual({ bytes: 0, heldUpSinceMs: null });
    await space.database.close();
  });
});
