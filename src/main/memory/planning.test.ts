/** Reminders, goals, moods and scenarios over a real vault: real files, real threads, real SQLite. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { goalInputSchema } from '../../shared/contracts/goals.ts';
import { memoryInputSchema } from '../../shared/contracts/memories.ts';
import { moodInputSchema } from '../../shared/contracts/moods.ts';
import { reminderInputSchema } from '../../shared/contracts/reminders.ts';
import { scenarioInputSchema } from '../../shared/contracts/scenarios.ts';
import { type Application, createApplication } from '../composition.ts';
import { Scratch } from './testing/scratch.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
const PASSPHRASE = 'a passphrase for tests';
const scratch = new Scratch();
const application: Application = createApplication({
  entry: new URL('../cli.ts', import.meta.url).href,
  knownVaultsFile: null,
  deviceName: 'test machine',
});
const { vaults, memories } = application;
const { capture, reminders, goals, moods, scenarios, receipts } = memories;
let spaceId = '';

beforeAll(async () => {
  const words = await vaults.create({
    directory: `${scratch.path}/vault`,
    name: 'Test',
    person: 'Ada',
    passphrase: PASSPHRASE,
    keychain: false,
  });
  await vaults.confirmRecovery(words.map((word, index) => ({ position: index + 1, word })));
  spaceId = (await vaults.session().createSpace({ tier: 'personal', name: 'me' })).id;
});
afterAll(async () => {
  await application.close();
  scratch.remove();
});

const daily = { start: '2020-01-01T09:00', zone: 'Europe/Berlin', rule: 'FREQ=DAILY' };
const remind = (fields: object) =>
  reminders.add({ spaceId, input: reminderInputSchema.parse({ title: 'Water the beans', ...fields }) });
const reminderOf = async (id: string) => {
  const { upcoming, waiting, done } = await reminders.lists(spaceId);
  return [...upcoming, ...waiting, ...done].find((one) => one.id === id);
};
const lastAction = async () =>
  (await receipts.page({ spaceId, beforeSeq: null, limit: 1, subjectId: null })).rows[0]?.action;

describe('reminders', () => {
  it('begin with the first time that is ahead, and go on to the next when they are done', async () => {
    const { id } = await remind({ schedule: daily });
    const first = await reminderOf(id);
    expect(Date.parse(first?.dueAt ?? '')).toBeGreaterThan(Date.now());
    expect(first?.dueAt).toMatch(/T09:00:00\+0[12]:00$/);
    await reminders.settle({ spaceId, id, version: 1, outcome: 'done' });
    expect(await lastAction()).toBe('reminder.done');
    const second = await reminderOf(id);
    expect(Date.parse(second?.dueAt ?? '')).toBeGreaterThan(Date.parse(first?.dueAt ?? ''));
    await reminders.reopen({
      spaceId,
      id,
      version: 2,
      dueAt: first?.dueAt ?? null,
      slotAt: first?.slotAt ?? null,
    });
    expect(await reminderOf(id)).toMatchObject({ dueAt: first?.dueAt, version: 3 });
  });

  it('that were missed for years are one line, and done once they are ahead again', async () => {
    const { id } = await remind({ schedule: { ...daily, start: '2026-01-01T09:00' } });
    await reminders.reopen({
      spaceId,
      id,
      version: 1,
      dueAt: '2021-01-01T09:00:00+01:00',
      slotAt: '2021-01-01T09:00:00+01:00',
    });
    const { upcoming } = await reminders.lists(spaceId);
    expect(upcoming.filter((one) => one.id === id)).toHaveLength(1);
    expect((await reminders.due(spaceId)).due.map((one) => one.id)).toContain(id);
    await reminders.settle({ spaceId, id, version: 2, outcome: 'skipped' });
    expect(Date.parse((await reminderOf(id))?.dueAt ?? '')).toBeGreaterThan(Date.now());
  });

  it('that are put off keep their own time for what comes after', async () => {
    const { id } = await remind({ schedule: { ...daily, rule: null, start: '2026-02-01T09:00' } });
    await reminders.snooze({ spaceId, id, version: 1, until: '2099-05-01T10:00:00Z' });
    expect(await reminderOf(id)).toMatchObject({
      dueAt: '2099-05-01T12:00:00+02:00',
      slotAt: '2026-02-01T09:00:00+01:00',
    });
    await reminders.settle({ spaceId, id, version: 2, outcome: 'done' });
    expect(await reminderOf(id)).toMatchObject({ done: true, dueAt: null });
  });

  it('come up with a person, and are undone when their deletion is', async () => {
    const { id } = await remind({
      title: 'Ask for the recipe',
      cue: { kind: 'person', value: 'Grandmother' },
    });
    const shown = { people: ['grandmother'], tags: [], text: '' };
    expect(await reminders.comingUp(spaceId, shown)).toMatchObject([{ id, title: 'Ask for the recipe' }]);
    await reminders.remove({ spaceId, id });
    expect(await reminders.comingUp(spaceId, shown)).toEqual([]);
    expect(reminders.undoRemove(id)).toBe(true);
    expect(await reminders.comingUp(spaceId, shown)).toHaveLength(1);
  });

  it('refuse a zone that there is none, and a stale version', async () => {
    await expect(remind({ schedule: { ...daily, zone: 'Mars/Olympus' } })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      details: { field: 'zone' },
    });
    const { id } = await remind({ schedule: daily });
    await reminders.settle({ spaceId, id, version: 1, outcome: 'done' });
    await expect(reminders.settle({ spaceId, id, version: 1, outcome: 'done' })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });
});

it('a goal rises until it is done, and again when that is taken back', async () => {
  const input = goalInputSchema.parse({ title: 'Call grandmother', halfLifeDays: 7 });
  const lastAt = new Date(Date.now() - 14 * 86_400_000).toISOString();
  const { id } = await goals.add({ spaceId, input, lastAt });
  const goal = async () => (await goals.lists(spaceId)).active.find((one) => one.id === id);
  expect((await goal())?.level).toBeCloseTo(0.75, 3);
  const { metId } = await goals.satisfy({ spaceId, id, at: null, note: 'She laughed.', memoryId: null });
  expect(await lastAction()).toBe('goal.satisfy');
  expect((await goal())?.level).toBeCloseTo(0, 3);
  expect(await goals.history(spaceId, id)).toMatchObject([{ id: metId, note: 'She laughed.' }]);
  await goals.unsatisfy({ spaceId, id, metId });
  expect((await goal())?.level).toBeCloseTo(0.75, 3);
  await goals.edit({ spaceId, id, version: 1, input: { ...input, resting: true } });
  expect(await goals.lists(spaceId)).toMatchObject({ active: [], resting: [{ id, version: 2 }] });
});

it('a mood is as private as its memory, and counts for its day', async () => {
  const at = '2026-11-23T23:30:00-05:00';
  const memory = memoryInputSchema.parse({ text: 'The night train', at, band: 'BLACK' });
  const { id: memoryId } = await capture.add({ spaceId, input: memory });
  const felt = { valence: 0.5, arousal: 0.2, feeling: 'grateful', at };
  await moods.note({ spaceId, input: moodInputSchema.parse({ ...felt, memoryId }) });
  expect(await moods.ofMemory(spaceId, memoryId)).toMatchObject([{ band: 'BLACK', feeling: 'grateful', at }]);
  const range = { spaceId, personId: null, from: '2026-11-23', to: '2026-11-23' };
  expect(await moods.series({ ...range, by: 'day' })).toMatchObject([
    { day: '2026-11-23', count: 1, mean: 0.5 },
  ]);
  expect(await moods.labels(range)).toEqual([{ feeling: 'grateful', word: '', count: 1 }]);
  expect(await moods.people(spaceId)).toMatchObject([{ name: 'Ada' }]);
});

it('a scenario is resolved, scored, and never guessed anew', async () => {
  const input = scenarioInputSchema.parse({
    title: 'What if the ferry is late?',
    outcomes: [
      { text: 'We miss the train', likelihood: 0.5 },
      { text: 'We sleep on deck', likelihood: 0 },
    ],
    lookAt: '2026-12-01T09:00:00Z',
  });
  const { id } = await scenarios.add({ spaceId, input });
  expect(await scenarios.toLookAt(spaceId, '2026-12-02T00:00:00Z')).toMatchObject([{ id }]);
  const resolution = { note: 'We ran.', came: [true, false], closeness: 0.8 };
  await scenarios.resolve({ spaceId, id, version: 1, resolution });
  expect(await scenarios.lists(spaceId)).toMatchObject({
    open: [],
    resolved: [{ id, resolution }],
    score: { brier: 0.125, guesses: 2 },
  });
  await expect(scenarios.edit({ spaceId, id, version: 2, input })).rejects.toMatchObject({
    code: 'CONFLICT',
  });
  await scenarios.resolve({ spaceId, id, version: 2, resolution: null });
  expect((await scenarios.lists(spaceId)).score).toBeNull();
});

it('what is being taken away is gone when the vault is locked', async () => {
  const { id } = await remind({ schedule: daily });
  await reminders.remove({ spaceId, id });
  await vaults.lock();
  await vaults.unlock({ method: 'passphrase', passphrase: PASSPHRASE });
  expect(await reminderOf(id)).toBeUndefined();
  expect(await lastAction()).toBe('reminder.delete');
});
