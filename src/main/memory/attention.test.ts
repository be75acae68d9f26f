/** Pins, openings and judgements over a real vault: real files, real threads, real SQLite. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { memoryInputSchema } from '../../shared/contracts/memories.ts';
import { type Application, createApplication } from '../composition.ts';
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
const { attention, answers, capture, deletion } = memories;
const directory = `${scratch.path}/vault`;
let me = '';

const add = async (text: string, band: 'GREEN' | 'RED' | 'BLACK' = 'GREEN'): Promise<string> => {
  const input = memoryInputSchema.parse({ at: '2019-05-01T12:00:00+02:00', title: text, text, band });
  return (await capture.add({ spaceId: me, input })).id;
};
const pins = async (): Promise<string[]> => (await attention.pins(me)).map(({ id }) => id);

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
});
afterAll(async () => {
  await application.close();
  scratch.remove();
});

describe('pins', () => {
  it('stand last pinned first, say that they changed, and can be taken away', async () => {
    const [lake, river] = [await add('lake'), await add('river')];
    await attention.setPinned({ spaceId: me, id: lake, pinned: true });
    const told = new Promise((resolve) => memories.onChanged(resolve));
    await attention.setPinned({ spaceId: me, id: river, pinned: true });
    await expect(told).resolves.toEqual({ spaceId: me });
    expect(await pins()).toEqual([river, lake]);
    await attention.setPinned({ spaceId: me, id: river, pinned: false });
    expect(await pins()).toEqual([lake]);
    await deletion.request({ spaceId: me, id: lake, reason: null });
    expect(await pins()).toEqual([]);
    deletion.undo(me, lake);
    expect(await pins()).toEqual([lake]);
  });

  it('are refused for a BLACK memory and for one that is not there', async () => {
    const black = await add('blackbird', 'BLACK');
    await expect(attention.setPinned({ spaceId: me, id: black, pinned: true })).rejects.toMatchObject({
      code: 'CONFLICT',
      details: { reason: 'black' },
    });
    const nowhere = attention.setPinned({ spaceId: me, id: crypto.randomUUID(), pinned: true });
    await expect(nowhere).rejects.toMatchObject({ code: 'MEMORY_NOT_FOUND' });
  });
});

it('what was opened is noted before the vault locks', async () => {
  const [once, twice] = [await add('opened once'), await add('opened twice')];
  for (const id of [twice, once, twice]) await attention.opened(me, id);
  await vaults.lock();
  await vaults.unlock({ method: 'passphrase', passphrase: PASSPHRASE });
  const { database } = await vaults.session().space(me);
  const asked = { personId: vaults.session().me.id, atMs: Date.now(), limit: 5 };
  const salient = await database.query('workspace.salient', asked);
  expect(salient.map(({ id, opened }) => [id, opened])).toEqual([
    [twice, 2],
    [once, 1],
  ]);
  const deviceId = vaults.session().device.id;
  expect(await database.query('workspace.focus', { deviceId })).toMatchObject({ id: twice });
});

it('a judgement of an answer is kept, changed and taken back', async () => {
  const memoryId = await add('beans');
  const judge = (helpful: boolean | null) =>
    answers.judge({ spaceId: me, question: 'the beans', memoryId, place: 1, helpful });
  const judged = () => answers.judged(null, 'The beans');
  await judge(true);
  expect(await judged()).toEqual([{ spaceId: me, memoryId, helpful: true }]);
  await judge(false);
  expect(await judged()).toEqual([{ spaceId: me, memoryId, helpful: false }]);
  await judge(null);
  expect(await judged()).toEqual([]);
});
