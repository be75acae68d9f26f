/** The services over a real vault: real files, real threads, real SQLite. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type MemoryInput, memoryInputSchema } from '../../shared/contracts/memories.ts';
import { type Application, createApplication } from '../composition.ts';
import { UNDO_MS } from './deletion.ts';
import { createDemoHousehold } from './demo/demo-household.ts';
import { newId } from './ports.ts';
import { Scratch } from './testing/scratch.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
const PASSPHRASE = 'a passphrase for tests';
const scratch = new Scratch();
const application: Application = createApplication({
  entry: new URL('../cli.ts', import.meta.url).href,
  knownVaultsFile: null,
  deviceName: 'test machine',
});
const { vaults, memories } = application;
const { capture, timeline, deletion, search, drafts, receipts, tombstones, imports } = memories;
let me = '';
let household = '';

const input = (fields: Partial<MemoryInput> & { text: string }): MemoryInput =>
  memoryInputSchema.parse({ at: '2019-05-01T12:00:00+02:00', ...fields });

beforeAll(async () => {
  const words = await vaults.create({
    directory: `${scratch.path}/vault`,
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

describe('writing', () => {
  it('keeps everything as it was written, and says that others are to look again', async () => {
    const told = new Promise((resolve) => memories.onChanged(resolve));
    const written = input({
      title: 'Lake',
      text: 'Cold — 冷たい',
      tags: ['a'],
      people: ['Ben'],
      band: 'AMBER',
    });
    const { id, version, receipt } = await capture.add({ spaceId: me, input: written });
    await expect(told).resolves.toEqual({ spaceId: me });
    const memory = await timeline.get(me, id);
    expect(memory).toMatchObject({
      ...written,
      id,
      version,
      receipt,
      author: { name: 'Ada' },
      staysOnDevice: false,
    });
  });

  it('says of a memory above its space that it stays on this device', async () => {
    const { id } = await capture.add({ spaceId: household, input: input({ text: 'private', band: 'RED' }) });
    expect(await timeline.get(household, id)).toMatchObject({ staysOnDevice: true });
    const black = await capture.add({ spaceId: me, input: input({ text: 'blackbird', band: 'BLACK' }) });
    expect(await timeline.get(me, black.id)).toMatchObject({ text: 'blackbird', staysOnDevice: true });
    expect(await search.search({ spaceId: me, query: 'blackbird', limit: 5 })).toMatchObject({ hits: [] });
  });

  it('refuses a stale version, and keeps attachments through an edit', async () => {
    const bytes = new Uint8Array(300_000).fill(7);
    const { id } = await capture.add({
      spaceId: me,
      input: input({ text: 'with a file' }),
      attachments: [{ name: 'a.bin', mediaType: 'application/octet-stream', bytes }],
    });
    await capture.edit({ spaceId: me, id, version: 1, input: input({ text: 'still with a file' }) });
    await expect(
      capture.edit({ spaceId: me, id, version: 1, input: input({ text: 'late' }) }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
    const memory = await timeline.get(me, id);
    const [attachment] = memory.attachments;
    expect(attachment).toMatchObject({ name: 'a.bin', bytes: 300_000 });
    let read = 0;
    for (let chunk = 0; ; chunk += 1) {
      const part = await timeline.attachmentChunk(me, attachment?.id ?? '', chunk);
      if (part === null) break;
      expect(part.every((byte) => byte === 7)).toBe(true);
      read += part.byteLength;
    }
    expect(read).toBe(300_000);
  });

  it('is there once for one idempotency key', async () => {
    const idempotencyKey = newId();
    const first = await capture.add({ spaceId: me, input: input({ text: 'once' }), idempotencyKey });
    const second = await capture.add({ spaceId: me, input: input({ text: 'once' }), idempotencyKey });
    expect(second).toEqual(first);
  });
});

describe('deleting', () => {
  it('can be undone for a while, and leaves no trace then', async () => {
    const { id } = await capture.add({ spaceId: me, input: input({ text: 'to be kept' }) });
    const { undoUntil } = await deletion.request({ spaceId: me, id, reason: null });
    expect(Date.parse(undoUntil) - Date.now()).toBeLessThanOrEqual(UNDO_MS);
    expect(await timeline.get(me, id)).toMatchObject({ deletingUntil: undoUntil });
    await expect(
      capture.edit({ spaceId: me, id, version: 1, input: input({ text: 'x' }) }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await search.search({ spaceId: me, query: 'kept', limit: 5 })).toMatchObject({ hits: [] });
    expect(deletion.undo(me, id)).toBe(true);
    expect(deletion.undo(me, id)).toBe(false);
    expect(await timeline.get(me, id)).toMatchObject({ deletingUntil: null });
    expect(await search.search({ spaceId: me, query: 'kept', limit: 5 })).toMatchObject({ hits: [{}] });
  });

  it('is carried out by a lock, with tombstone and receipt', async () => {
    const { id } = await capture.add({ spaceId: me, input: input({ text: 'to be gone' }) });
    await deletion.request({ spaceId: me, id, reason: 'because' });
    await vaults.lock();
    await expect(timeline.get(me, id)).rejects.toMatchObject({ code: 'VAULT_LOCKED' });
    await vaults.unlock({ method: 'passphrase', passphrase: PASSPHRASE });
    await expect(timeline.get(me, id)).rejects.toMatchObject({ code: 'MEMORY_NOT_FOUND' });
    const { rows } = await tombstones.page(me, 0, 10);
    expect(rows[0]).toMatchObject({ recordId: id, reason: 'because', actor: { name: 'Ada' } });
    const history = await receipts.page({ spaceId: me, beforeSeq: null, limit: 10, subjectId: id });
    expect(history.rows).toMatchObject([
      {
        action: 'memory.delete',
        subjectTitle: null,
        actor: { name: 'Ada' },
        device: { name: 'test machine' },
      },
      { action: 'memory.add' },
    ]);
    expect(history.rows[0]?.hash).toBe(rows[0]?.receipt.hash);
  });
});

describe('finding', () => {
  it('searches one space or all of them', async () => {
    await capture.add({ spaceId: me, input: input({ title: 'Mine', text: 'a kingfisher by the river' }) });
    await capture.add({ spaceId: household, input: input({ title: 'Ours', text: 'the kingfisher, again' }) });
    const one = await search.search({ spaceId: household, query: 'kingfisher', limit: 5 });
    expect(one.hits.map(({ memory }) => memory.title)).toEqual(['Ours']);
    expect(one.hits[0]?.snippet.some(({ match }) => match)).toBe(true);
    const all = await search.search({ spaceId: null, query: 'kingf', limit: 5 });
    expect(all.hits.map(({ memory }) => memory.title).sort()).toEqual(['Mine', 'Ours']);
    expect((await search.search({ spaceId: null, query: '"; DROP (', limit: 5 })).hits).toEqual([]);
  });
});

describe('drafts', () => {
  it('survive a lock, and go when they are discarded', async () => {
    const id = newId();
    await drafts.save({ id, spaceId: me, baseVersion: null, input: { text: 'half a thou' } });
    await drafts.save({ id, spaceId: me, baseVersion: null, input: { text: 'half a thought', title: 'T' } });
    await vaults.lock();
    await vaults.unlock({ method: 'passphrase', passphrase: PASSPHRASE });
    expect(await drafts.list()).toMatchObject([
      { id, spaceId: me, input: { text: 'half a thought', title: 'T' } },
    ]);
    await drafts.discard(me, id);
    expect(await drafts.list()).toEqual([]);
  });
});

describe('imports', () => {
  const lines = (count: number): string =>
    Array.from({ length: count }, (_, index) =>
      JSON.stringify({ id: `i${index}`, at: '2019', text: `line ${index}` }),
    ).join('\n');

  it('report their progress and stay in the journal until they are dismissed', async () => {
    const path = scratch.file('some.jsonl', lines(50));
    const states: string[] = [];
    const stop = memories.onImportProgress(({ state }) => states.push(state));
    const { runId, finished } = await imports.start({ path, spaceId: household, format: 'auto' });
    expect(await finished).toMatchObject({ runId, state: 'done', imported: 50, total: 50, refusedCount: 0 });
    stop();
    expect([states[0], states.at(-1)]).toEqual(['running', 'done']);
    expect(await imports.list()).toMatchObject([{ runId, state: 'done', source: 'some.jsonl' }]);
    await imports.dismiss(runId);
    expect(await imports.list()).toEqual([]);
  });

  it('one at a time in a space; a cancelled one can go on', async () => {
    const path = scratch.file('many.jsonl', lines(8000));
    const request = { path, spaceId: me, format: 'auto' } as const;
    const { runId, finished } = await imports.start(request);
    await expect(imports.start(request)).rejects.toMatchObject({ code: 'CONFLICT' });
    await imports.cancel(runId);
    const cancelled = await finished;
    expect(cancelled.state).toBe('cancelled');
    const resumed = await imports.resume(runId);
    expect(await (await resumed).finished).toMatchObject({
      runId,
      state: 'done',
      imported: 8000,
      unchanged: 0,
    });
  });

  it('stop at a lock and are offered afterwards', async () => {
    const path = scratch.file('locked.jsonl', lines(8000).replaceAll('"i', '"l'));
    const { runId } = await imports.start({ path, spaceId: me, format: 'auto' });
    await vaults.lock();
    await vaults.unlock({ method: 'passphrase', passphrase: PASSPHRASE });
    expect((await imports.list()).find((run) => run.runId === runId)).toMatchObject({ state: 'interrupted' });
    expect(await imports.interrupted(me, path)).toBe(runId);
    const resumed = await imports.resume(runId);
    expect(await resumed.finished).toMatchObject({ state: 'done', imported: 8000 });
    expect(await receipts.verify(me)).toMatchObject({ broken: [] });
  });
});

it('the demonstration is a household with a history', async () => {
  await vaults.close();
  const options = { directory: `${scratch.path}/demo`, passphrase: PASSPHRASE };
  const { memories: written } = await createDemoHousehold(vaults, memories, options);
  expect(written).toBeGreaterThan(300);
  const vault = vaults.session();
  expect(vault.demo).toBe(true);
  const spaces = await vault.spaces();
  expect(spaces.map(({ tier }) => tier).sort()).toEqual(['extended', 'personal', 'selective', 'shared']);
  expect(spaces.reduce((sum, space) => sum + space.memories, 0)).toBe(written);
  expect(
    vault
      .people()
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['Emil', 'Hana', 'Jonas', 'Yuki']);
  for (const { id } of spaces) {
    expect((await tombstones.page(id, 0, 10)).total).toBeGreaterThan(0);
    expect(await receipts.verify(id)).toMatchObject({ broken: [] });
    const { rows, total } = await timeline.page({ spaceId: id, offset: 0, limit: 200 });
    expect(total).toBeGreaterThan(20);
    expect(new Set(rows.map(({ at }) => at.slice(0, 4))).size).toBeGreaterThan(8);
    expect(rows.some(({ attachments }) => attachments.length > 0)).toBe(true);
  }
  expect((await search.search({ spaceId: null, query: '桜', limit: 5 })).hits.length).toBeGreaterThan(0);
  expect(
    (await search.search({ spaceId: null, query: 'Wasserwaage', limit: 5 })).hits.length,
  ).toBeGreaterThan(0);
});
