import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AutosaveState, DraftAutosave } from './draft-autosave.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function autosave() {
  const saved: string[] = [];
  const states: AutosaveState[] = [];
  let answer: () => Promise<boolean> = async () => true;
  const drafts = new DraftAutosave<string>({
    save: (draft) => {
      saved.push(draft);
      return answer();
    },
    onState: (state) => states.push(state),
  });
  return {
    drafts,
    saved,
    states,
    answerWith: (next: () => Promise<boolean>) => {
      answer = next;
    },
  };
}

describe('autosave of drafts', () => {
  it('saves within a second even while typing goes on', async () => {
    const { drafts, saved } = autosave();
    for (let typed = 1; typed <= 11; typed += 1) {
      drafts.change('a'.repeat(typed));
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(saved).toEqual(['a'.repeat(10)]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(saved.at(-1)).toBe('a'.repeat(11));
  });

  it('has one save under way, and saves after it what changed meanwhile', async () => {
    const { drafts, saved, answerWith } = autosave();
    let finish: (ok: boolean) => void = () => undefined;
    answerWith(
      () =>
        new Promise((done) => {
          finish = done;
        }),
    );
    drafts.change('one');
    await vi.advanceTimersByTimeAsync(1000);
    drafts.change('two');
    drafts.change('three');
    await vi.advanceTimersByTimeAsync(5000);
    expect(saved).toEqual(['one']);
    answerWith(async () => true);
    finish(true);
    await vi.runAllTimersAsync();
    expect(saved).toEqual(['one', 'three']);
  });

  it('saves at once on blur', async () => {
    const { drafts, saved } = autosave();
    drafts.change('one');
    await drafts.flush();
    expect(saved).toEqual(['one']);
    await vi.runAllTimersAsync();
    expect(saved).toEqual(['one']);
  });

  it('tries again after a failure without forgetting, and says so', async () => {
    const { drafts, saved, states, answerWith } = autosave();
    answerWith(() => Promise.reject(new Error('disk')));
    drafts.change('one');
    await vi.advanceTimersByTimeAsync(1000);
    expect(states.at(-1)).toBe('failed');
    answerWith(async () => true);
    await vi.advanceTimersByTimeAsync(2000);
    expect(saved).toEqual(['one', 'one']);
    expect(states.at(-1)).toBe('saved');
  });

  it('keeps the newer text when an older save fails', async () => {
    const { drafts, saved, answerWith } = autosave();
    let finish: (ok: boolean) => void = () => undefined;
    answerWith(
      () =>
        new Promise((done) => {
          finish = done;
        }),
    );
    drafts.change('one');
    await vi.advanceTimersByTimeAsync(1000);
    drafts.change('two');
    answerWith(async () => true);
    finish(false);
    await vi.runAllTimersAsync();
    expect(saved).toEqual(['one', 'two']);
  });

  it('saves nothing after it was stopped', async () => {
    const { drafts, saved } = autosave();
    drafts.change('one');
    await drafts.stop();
    drafts.change('two');
    await drafts.flush();
    await vi.runAllTimersAsync();
    expect(saved).toEqual([]);
  });
});
