/** Moving and copying between two real spaces, and dying on the way. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { renameSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { memoryInputSchema } from '../../shared/contracts/memories.ts';
import { createApplication } from '../composition.ts';
import { newId } from './ports.ts';
import { Scratch } from './testing/scratch.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
const PASSPHRASE = 'a passphrase for tests';
const PROCESS = fileURLToPath(new URL('./testing/transfer-process.ts', import.meta.url));
const scratch = new Scratch();
const directory = `${scratch.path}/vault`;
const application = createApplication({
  entry: new URL('../cli.ts', import.meta.url).href,
  knownVaultsFile: null,
  deviceName: 'test machine',
});
const { vaults, memories } = application;
const { capture, timeline, transfer, receipts, tombstones, search } = memories;
let me = '';
let household = '';
const FILE = 'a letter, page after page. '.repeat(20_000);

beforeAll(async () => {
  const words = await vaults.create({
    directory,
    name: 'Test',
    person: 'Ada',
    passphrase: PASSPHRASE,
    keychain: false,
  });
  await vaults.confirmRecovery(words.map((word, index) => ({ position: index + 1, word })));
  me = (await vaults.session().createSpace({ tier: 'personal', name: 'me' })).id;
  household = (await vaults.session().createSpace({ tier: 'shared', name: 'household', people: ['Ben'] })).id;
});
afterAll(async () => {
  await application.close();
  scratch.remove();
});

const unlock = () => vaults.unlock({ method: 'passphrase', passphrase: PASSPHRASE });

const written = { title: 'Lake', text: 'Cold — 冷たい', tags: ['summer'], people: ['Ben'], band: 'AMBER' };

async function addLetter(given: { externalId?: string; band?: string } = {}): Promise<string> {
  const { externalId = null, ...fields } = given;
  const { id } = await capture.add({
    spaceId: me,
    input: memoryInputSchema.parse({ at: '2019-05-01T12:00:00+02:00', ...written, ...fields }),
    externalId,
    attachments: [{ name: 'letter.txt', mediaType: 'text/plain', bytes: Uint8Array.from(Buffer.from(FILE)) }],
  });
  return id;
}

async function fileOf(spaceId: string, attachmentId: string): Promise<string> {
  const parts: Uint8Array[] = [];
  for (let chunk = 0; ; chunk += 1) {
    const part = await timeline.attachmentChunk(spaceId, attachmentId, chunk);
    if (part === null) return Buffer.concat(parts).toString('utf8');
    parts.push(part);
  }
}

const isIn = async (spaceId: string, id: string): Promise<boolean> =>
  timeline.get(spaceId, id).then(
    () => true,
    () => false,
  );

async function expectReceiptsHold(): Promise<void> {
  for (const spaceId of [me, household]) {
    expect(await receipts.verify(spaceId)).toMatchObject({ broken: [] });
    const open = await (await vaults.session().space(spaceId)).database.query('intents.open', {});
    expect(open).toEqual([]);
  }
}

describe('a memory that goes to another space', () => {
  it('moves whole: content, file, words; a tombstone and receipts on both sides', async () => {
    const id = await addLetter({ externalId: 'letters/1' });
    const told: string[] = [];
    const stop = memories.onChanged(({ spaceId }) => told.push(spaceId));
    const idempotencyKey = newId();
    const request = { spaceId: me, id, targetSpaceId: household, kind: 'move', idempotencyKey } as const;
    const moved = await transfer.transfer(request);
    const there = await timeline.get(household, moved.id);
    expect(there).toMatchObject({ ...written, externalId: 'letters/1', author: { name: 'Ada' }, version: 1 });
    expect(there.receipt).toEqual(moved.receipt);
    expect(await fileOf(household, there.attachments[0]?.id ?? '')).toBe(FILE);
    expect(await isIn(me, id)).toBe(false);
    expect((await tombstones.page(me, 0, 1)).rows[0]).toMatchObject({ recordId: id });
    const here = await receipts.page({ spaceId: me, beforeSeq: null, limit: 2, subjectId: id });
    expect(here.rows.map(({ action }) => action)).toEqual(['memory.move', 'memory.move']);
    const hits = await search.search({ spaceId: null, query: 'Lake', limit: 5 });
    expect(hits.hits.map(({ memory }) => memory.id)).toEqual([moved.id]);
    expect(await transfer.transfer(request)).toEqual(moved);
    stop();
    expect(new Set(told)).toEqual(new Set([me, household]));
    await expectReceiptsHold();
  });

  it('copies, and stays', async () => {
    const id = await addLetter();
    const idempotencyKey = newId();
    const request = { spaceId: me, id, targetSpaceId: household, kind: 'copy', idempotencyKey } as const;
    const copied = await transfer.transfer(request);
    expect(await transfer.transfer(request)).toEqual(copied);
    expect(await isIn(me, id)).toBe(true);
    expect(await timeline.get(household, copied.id)).toMatchObject({ ...written, externalId: null });
    await expectReceiptsHold();
  });

  it('is refused in words, and then nothing has changed', async () => {
    const id = await addLetter({ externalId: 'letters/2' });
    const move = (given: object) =>
      transfer.transfer({ spaceId: me, id, targetSpaceId: household, kind: 'move', ...given });
    await expect(move({ targetSpaceId: me })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(move({ targetSpaceId: newId() })).rejects.toMatchObject({ code: 'SPACE_NOT_FOUND' });
    await expect(move({ id: newId() })).rejects.toMatchObject({ code: 'MEMORY_NOT_FOUND' });
    await move({ kind: 'copy' });
    await expect(move({})).rejects.toMatchObject({ code: 'CONFLICT', details: { reason: 'external-id' } });
    const other = await addLetter();
    await memories.deletion.request({ spaceId: me, id: other, reason: null });
    await expect(move({ id: other })).rejects.toMatchObject({ details: { reason: 'deleting' } });
    memories.deletion.undo(me, other);
    expect([await isIn(me, id), await isIn(me, other)]).toEqual([true, true]);
    await expectReceiptsHold();
  });
});

describe('a process that is killed on the way', () => {
  /** Begins a transfer in a process that dies after so many units; the vault stays locked. */
  async function dies(id: string, kind: 'move' | 'copy', key: string, after: number): Promise<void> {
    await vaults.lock();
    const args = [PROCESS, directory, me, household, id, kind, key, String(after)];
    const env = { ...process.env, VAULT_TEST_PASSPHRASE: PASSPHRASE };
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
    const [, signal] = await once(child, 'exit');
    expect(signal).toBe('SIGKILL');
  }

  async function opensAgain(): Promise<void> {
    await unlock();
    await vaults.session().spaces();
    await transfer.settled();
  }

  it.each([
    ['move', 0],
    ['move', 1],
    ['move', 2],
    ['move', 3],
    ['copy', 1],
    ['copy', 2],
  ] as const)('%s, after %i units: all or none when the spaces are open again', async (kind, after) => {
    const id = await addLetter();
    const key = newId();
    await dies(id, kind, key, after);
    await opensAgain();
    const begun = after > 0;
    expect(await isIn(household, key)).toBe(begun);
    expect(await isIn(me, id)).toBe(kind === 'copy' || !begun);
    if (begun) {
      const there = await timeline.get(household, key);
      expect(await fileOf(household, there.attachments[0]?.id ?? '')).toBe(FILE);
    }
    await expectReceiptsHold();
  });

  it('is finished later where the other space is away, and a change made meanwhile is not lost', async () => {
    for (const [after, change] of [
      [1, false],
      [2, true],
    ] as const) {
      const id = await addLetter();
      const key = newId();
      await dies(id, 'move', key, after);
      renameSync(`${directory}/spaces/${household}`, `${directory}/spaces/away`);
      await opensAgain();
      expect(await isIn(me, id)).toBe(true);
      const open = await (await vaults.session().space(me)).database.query('intents.open', {});
      expect(open.map(({ recordId }) => recordId)).toEqual([id]);
      const input = memoryInputSchema.parse({ at: '2019-05-01T12:00:00+02:00', text: 'changed meanwhile' });
      if (change) await capture.edit({ spaceId: me, id, version: 1, input });
      await vaults.lock();
      renameSync(`${directory}/spaces/away`, `${directory}/spaces/${household}`);
      await opensAgain();
      // The one that was written there before the change, and the changed one: both are kept.
      expect([await isIn(me, id), await isIn(household, key)]).toEqual([change, true]);
      await expectReceiptsHold();
    }
  });
});
