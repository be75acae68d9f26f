import { describe, expect, it } from 'vitest';
import { type LoadedPage, PageWindow } from './page-window.ts';

const settle = () => new Promise((done) => setTimeout(done));

/** A list of `total` rows whose answers can be held back. */
function source(total: number) {
  const asked: number[] = [];
  let version = 1;
  let held: (() => void)[] | null = null;
  let failing = false;
  return {
    asked,
    change: () => {
      version += 1;
    },
    fail: (yes: boolean) => {
      failing = yes;
    },
    hold: () => {
      held = [];
    },
    release: () => {
      const waiting = held ?? [];
      held = null;
      for (const go of waiting) go();
    },
    load: async (offset: number, limit: number): Promise<LoadedPage<string>> => {
      asked.push(offset);
      const seen = version;
      if (held !== null) await new Promise<void>((go) => held?.push(go));
      if (failing) throw new Error('gone');
      const count = Math.max(0, Math.min(limit, total - offset));
      return { total, rows: Array.from({ length: count }, (_, row) => `${offset + row}v${seen}`) };
    },
  };
}

function windowOver(from: ReturnType<typeof source>, maxPages = 4) {
  let changes = 0;
  const window = new PageWindow<string>({
    pageRows: 10,
    maxPages,
    load: from.load,
    onChange: () => {
      changes += 1;
    },
  });
  return { window, changes: () => changes };
}

describe('a window of pages', () => {
  it('loads what is in view and one page on each side', async () => {
    const from = source(1000);
    const { window } = windowOver(from);
    window.show(500, 505);
    await settle();
    expect(from.asked[0]).toBe(500);
    expect(from.asked.toSorted()).toEqual([490, 500, 510]);
    expect(window.row(503)).toBe('503v1');
    expect(window.total).toBe(1000);
  });

  it('asks for nothing beyond the end once the end is known', async () => {
    const from = source(12);
    const { window } = windowOver(from);
    window.show(0, 11);
    await settle();
    window.show(5, 11);
    await settle();
    expect(from.asked.filter((offset) => offset >= 20)).toEqual([]);
  });

  it('keeps a bounded number of pages, nearest first', async () => {
    const from = source(100_000);
    const { window } = windowOver(from, 4);
    for (let first = 0; first < 2000; first += 100) {
      window.show(first, first + 8);
      await settle();
    }
    expect(window.row(0)).toBeUndefined();
    expect(window.row(1905)).toBe('1905v1');
  });

  it('does not ask for pages that were scrolled past while others were loading', async () => {
    const from = source(100_000);
    const { window } = windowOver(from);
    from.hold();
    window.show(0, 9);
    for (let first = 1000; first <= 50_000; first += 1000) window.show(first, first + 9);
    from.release();
    await settle();
    expect(from.asked.slice(2)).toEqual([50_000, 50_010, 49_990]);
  });

  it('shows the stale row until the fresh one is there', async () => {
    const from = source(100);
    const { window } = windowOver(from);
    window.show(0, 5);
    await settle();
    from.hold();
    from.change();
    window.invalidate();
    expect(window.row(3)).toBe('3v1');
    from.release();
    await settle();
    expect(window.row(3)).toBe('3v2');
  });

  it('asks again when an answer was overtaken by a change', async () => {
    const from = source(10);
    const { window } = windowOver(from);
    from.hold();
    window.show(0, 5);
    from.change();
    window.invalidate();
    from.release();
    await settle();
    expect(window.row(3)).toBe('3v2');
    expect(from.asked).toEqual([0, 0]);
  });

  it('stops at a failure and goes on when told', async () => {
    const from = source(100);
    const { window, changes } = windowOver(from);
    from.fail(true);
    window.show(0, 5);
    await settle();
    expect(window.failure).toBeInstanceOf(Error);
    expect(changes()).toBeGreaterThan(0);
    from.fail(false);
    window.retry();
    await settle();
    expect(window.failure).toBeNull();
    expect(window.row(0)).toBe('0v1');
  });

  it('forgets everything when closed, also what arrives later', async () => {
    const from = source(100);
    const { window, changes } = windowOver(from);
    from.hold();
    window.show(0, 5);
    window.close();
    from.release();
    await settle();
    expect(window.row(0)).toBeUndefined();
    expect(changes()).toBe(0);
  });
});
