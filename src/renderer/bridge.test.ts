import { afterEach, describe, expect, it, vi } from 'vitest';
import { invoke, listen } from './bridge.ts';

function answerWith(answer: () => Promise<unknown>): void {
  vi.stubGlobal('window', { vault: { invoke: answer, on: () => () => undefined } });
}

afterEach(() => vi.unstubAllGlobals());

describe('invoke', () => {
  it('answers with what main says, checked', async () => {
    answerWith(async () => ({ ok: true, value: { directory: '/a' } }));
    expect(await invoke('vaults.suggestDirectory', { name: 'a' })).toEqual({
      ok: true,
      value: { directory: '/a' },
    });
  });

  it('passes errors on as they are', async () => {
    const error = { code: 'BUSY', message: 'm', hint: 'h', retryable: true };
    answerWith(async () => ({ ok: false, error }));
    expect(await invoke('settings.get', {})).toEqual({ ok: false, error });
  });

  it.each([
    ['an answer of the wrong shape', async () => ({ ok: true, value: { directory: 7 } })],
    ['no answer', async () => undefined],
    ['an unknown error code', async () => ({ ok: false, error: { code: 'NOPE' } })],
    ['a rejection', () => Promise.reject(new Error('gone'))],
  ])('never throws: %s becomes an error', async (_, answer) => {
    answerWith(answer);
    expect(await invoke('vaults.suggestDirectory', { name: 'a' })).toMatchObject({
      ok: false,
      error: { code: 'INTERNAL' },
    });
  });
});

describe('listen', () => {
  it('drops events of the wrong shape', () => {
    let send: (payload: unknown) => void = () => undefined;
    vi.stubGlobal('window', {
      vault: {
        on: (_: string, listener: (payload: unknown) => void) => {
          send = listener;
          return () => undefined;
        },
      },
    });
    const heard = vi.fn();
    listen('menu.command', heard);
    send({ command: 'format-disk' });
    send({ command: 'lock' });
    expect(heard.mock.calls).toEqual([[{ command: 'lock' }]]);
  });
});
