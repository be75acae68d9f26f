import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CHANNELS, type ChannelName } from '../../shared/channels.ts';
import { VaultError } from '../../shared/errors.ts';
import { type ChannelHandlers, createRouter } from './router.ts';

const CHANNEL_NAMES = Object.keys(CHANNELS) as ChannelName[];

/** Handlers that fail if they are reached, but for those a test brings. */
function handlersWith(some: Partial<ChannelHandlers>): ChannelHandlers {
  const unreachable = Object.fromEntries(
    CHANNEL_NAMES.map((name) => [
      name,
      () => {
        throw new Error(`${name} was reached`);
      },
    ]),
  );
  return { ...(unreachable as unknown as ChannelHandlers), ...some };
}

function setUp(some: Partial<ChannelHandlers> = {}) {
  const faults: { channel: string; correlationId: string; error: unknown }[] = [];
  const router = createRouter({ handlers: handlersWith(some), onFault: (fault) => faults.push(fault) });
  return { router, faults };
}

test('refuses a foreign sender before anything else is looked at', async () => {
  const { router, faults } = setUp();
  for (const channel of [...CHANNEL_NAMES, 'no.such.channel', null]) {
    expect(await router('refused', channel, {})).toMatchObject({
      ok: false,
      error: { code: 'SENDER_REFUSED' },
    });
  }
  expect(faults).toEqual([]);
});

test('answers unknown channels, also those named like parts of every object', async () => {
  const { router } = setUp();
  const names = fc.oneof(
    fc.string(),
    fc.constantFrom('constructor', '__proto__', 'toString', 'hasOwnProperty', 'vaults', 'vaults.'),
    fc.anything(),
  );
  await fc.assert(
    fc.asyncProperty(names, async (name) => {
      fc.pre(!CHANNEL_NAMES.includes(name as ChannelName));
      expect(await router('ours', name, {})).toMatchObject({ ok: false, error: { code: 'UNKNOWN_CHANNEL' } });
    }),
  );
});

test.each(CHANNEL_NAMES)('%s reaches its handler with its own shape alone', async (channel) => {
  const { router, faults } = setUp();
  const shape = CHANNELS[channel].input;
  const anything = fc.oneof(
    fc.anything(),
    fc.dictionary(fc.constantFrom(...fieldsOf(shape), 'extra'), fc.anything()),
  );
  await fc.assert(
    fc.asyncProperty(anything, async (input) => {
      fc.pre(!shape.safeParse(input).success);
      const answer = await router('ours', channel, input);
      expect(answer).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT', details: { channel } } });
    }),
    { numRuns: 60 },
  );
  expect(faults).toEqual([]);
});

/** The names of an object's fields, where the shape is an object; so that the guesses come close. */
function fieldsOf(shape: object): string[] {
  return 'shape' in shape && typeof shape.shape === 'object' && shape.shape !== null
    ? Object.keys(shape.shape)
    : ['method'];
}

test('never repeats what was sent', async () => {
  const { router } = setUp();
  const answer = await router('ours', 'vaults.unlock', {
    method: 'passphrase',
    passphrase: ['secret words'],
  });
  expect(answer).toMatchObject({ ok: false, error: { details: { field: 'passphrase' } } });
  expect(JSON.stringify(answer)).not.toContain('secret words');
});

test('fills in defaults, gives every call its own id, and answers with the contract’s fields alone', async () => {
  const ids: string[] = [];
  const { router } = setUp({
    'vaults.suggestDirectory': ({ name }, call) => {
      ids.push(call.correlationId);
      return { directory: `/vaults/${name}`, rootKey: 'must not leave' };
    },
  });
  const expected = { ok: true, value: { directory: '/vaults/Ada' } };
  expect(await router('ours', 'vaults.suggestDirectory', { name: 'Ada', more: 1 })).toEqual(expected);
  expect(await router('ours', 'vaults.suggestDirectory', { name: 'Ada' })).toEqual(expected);
  expect(new Set(ids).size).toBe(2);
});

test('passes on errors that were written for people, with the id of the call', async () => {
  const { router, faults } = setUp({
    'vaults.lock': () => {
      throw new VaultError('BUSY', 'It is busy.', { hint: 'Wait.', retryable: true });
    },
  });
  const answer = await router('ours', 'vaults.lock', {});
  expect(answer).toMatchObject({
    ok: false,
    error: { code: 'BUSY', message: 'It is busy.', retryable: true },
  });
  expect(answer).toHaveProperty('error.correlationId', expect.stringMatching(/^[0-9a-f-]{36}$/));
  expect(faults).toEqual([]);
});

test('keeps the words of all other errors inside, and records them', async () => {
  const { router, faults } = setUp({
    'vaults.lock': () => Promise.reject(new Error('secret words')),
    'session.state': () => ({ state: 'nonsense' }) as never,
  });
  const answers = [await router('ours', 'vaults.lock', {}), await router('ours', 'session.state', {})];
  expect(answers).toMatchObject([
    { ok: false, error: { code: 'INTERNAL' } },
    { ok: false, error: { code: 'INTERNAL' } },
  ]);
  expect(JSON.stringify(answers)).not.toContain('secret words');
  expect(faults.map(({ channel }) => channel)).toEqual(['vaults.lock', 'session.state']);
});
