/** Every channel of the contract, asked wrongly through the real bridge: refused in words, and main stays well. */
import fc from 'fast-check';
import { CHANNELS, type ChannelName } from '../src/shared/channels.ts';
import { expect, test } from './support/app.ts';
import { invoke, invokeError } from './support/bridge.ts';
import { makeVault } from './support/household.ts';

const CHANNEL_NAMES = Object.keys(CHANNELS) as ChannelName[];
const GUESSES = 40;

test('no channel takes a wrong shape', async ({ start, folder }) => {
  const { page } = await start();
  await makeVault(page, folder);
  const calls = CHANNEL_NAMES.flatMap((channel) => wrongInputs(channel).map((input) => ({ channel, input })));
  expect(calls.length).toBeGreaterThan(CHANNEL_NAMES.length * 5);
  const answers = await page.evaluate(
    (all) => Promise.all(all.map(({ channel, input }) => window.vault.invoke(channel, input))),
    calls,
  );
  const refusals = answers.map((answer, index) => ({ ...calls[index], answer }));
  for (const refusal of refusals)
    expect.soft(refusal).toMatchObject({ answer: { ok: false, error: { code: 'INVALID_INPUT' } } });
  expect((await invoke(page, 'session.state', {})).state).toBe('unlocked');
});

test('no channel but those of the contract answers', async ({ start }) => {
  const { page } = await start();
  const names = [...fc.sample(fc.string(), GUESSES), 'constructor', '__proto__', 'toString', 'vaults', ''];
  for (const name of names) expect((await invokeError(page, name, {})).code).toBe('UNKNOWN_CHANNEL');
});

test('a locked vault answers nothing about its memories', async ({ start, folder }) => {
  const { page, problems } = await start();
  await makeVault(page, folder);
  await invoke(page, 'vaults.lock', {});
  const id = crypto.randomUUID();
  const asked: [ChannelName, unknown][] = [
    ['spaces.list', {}],
    ['spaces.create', { tier: 'shared', name: 'x' }],
    ['spaces.compression', { spaceId: id }],
    ['spaces.setCompression', { spaceId: id, codec: 'brotli' }],
    ['memories.page', { spaceId: id, offset: 0, limit: 10 }],
    ['memories.months', { spaceId: id }],
    ['memories.facets', { spaceId: id }],
    ['memories.get', { spaceId: id, id }],
    ['memories.add', { spaceId: id, idempotencyKey: id, input: { text: 'x', at: '2026-01-01T00:00:00Z' } }],
    ['memories.delete', { spaceId: id, id }],
    ['memories.search', { spaceId: null, query: 'x', limit: 10 }],
    ['drafts.list', {}],
    ['drafts.save', { id, spaceId: id, baseVersion: null, input: { text: 'x' } }],
    ['receipts.page', { spaceId: id, beforeSeq: null, limit: 10 }],
    ['receipts.verify', { spaceId: id }],
    ['tombstones.page', { spaceId: id, offset: 0, limit: 10 }],
    ['migrations.status', {}],
    ['migrations.history', { spaceId: null }],
    [
      'memories.transfer',
      { spaceId: id, id, targetSpaceId: crypto.randomUUID(), kind: 'move', idempotencyKey: id },
    ],
    ['health.report', {}],
    ['health.check', { spaceId: null }],
    ['vacuum.start', { spaceId: null }],
    ['alerts.list', {}],
    ['backups.create', { directory: '/nowhere' }],
    ['reminders.lists', { spaceId: id }],
    ['goals.lists', { spaceId: id }],
    ['scenarios.lists', { spaceId: id }],
    ['moods.people', { spaceId: id }],
    ['people.list', { spaceId: id }],
    ['imports.list', {}],
    ['imports.start', { path: '/nowhere', spaceId: id }],
  ];
  for (const [channel, input] of asked)
    expect.soft((await invokeError(page, channel, input)).code, channel).toBe('VAULT_LOCKED');
  const picture = await page.evaluate(
    (address) => fetch(address).then(({ status }) => status),
    `/attachment/${id}/${'a'.repeat(64)}`,
  );
  expect(picture).toBe(403);
  // The refused picture, as the console tells it.
  problems.length = 0;
});

/** Inputs that the channel's own shape refuses, near to it and far from it. The seed is fixed: the same each run. */
function wrongInputs(channel: ChannelName): unknown[] {
  const shape = CHANNELS[channel].input;
  const fields = 'shape' in shape ? Object.keys(shape.shape) : ['method', 'passphrase'];
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(undefined, Number.NaN, -1, 1e300, '', '../..', '\u0000', '\ud800', 'a'.repeat(100_000)),
  );
  const near = fc.dictionary(fc.constantFrom(...fields, 'extra'), value);
  return fc
    .sample(fc.oneof(near, value), { numRuns: GUESSES, seed: 20_261_122 })
    .filter((input) => !shape.safeParse(input).success);
}
