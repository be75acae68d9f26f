/**
 * The window over a space of many memories: how long the timeline takes to show its first rows, whether scrolling
 * holds up the page, and how long main is ever blocked meanwhile. `MEMORIES=20000` takes another number.
 */
import type { ElectronApplication, Page } from '@playwright/test';
import { expect, test } from '../support/app.ts';
import { invoke } from '../support/bridge.ts';
import { goTo, makeVault, memoryRows, PASSPHRASE } from '../support/household.ts';
import { importMany, MEMORIES } from './many-memories.ts';

const ROUNDS = 10;

interface Quantiles {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

test(`the window over ${MEMORIES} memories`, async ({ start, folder }) => {
  const { app, page } = await start();
  await makeVault(page, folder);
  const results: Record<string, unknown> = { memories: MEMORIES };

  await watchMain(app);
  results['import, seconds'] = await importMany(page, folder);
  results['main blocked during the import, ms'] = await blocked(app);

  await goTo(page, 'Settings');
  await invoke(page, 'vaults.lock', {});
  await expect(page.getByLabel('Passphrase', { exact: true })).toBeVisible();
  await watchMain(app);
  results['from unlocked to first rows, ms'] = await page.evaluate(async (passphrase) => {
    await window.vault.invoke('vaults.unlock', { method: 'passphrase', passphrase });
    const unlocked = performance.now();
    await new Promise<void>((done) => {
      const look = (): void => {
        if (document.querySelector('li[aria-setsize] button') === null) requestAnimationFrame(look);
        else done();
      };
      look();
    });
    return Math.round(performance.now() - unlocked);
  }, PASSPHRASE);
  results['main blocked during unlocking, ms'] = await blocked(app);

  await watchMain(app);
  const opened: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await goTo(page, 'Settings');
    await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
    opened.push(await openTimeline(page));
  }
  results['opening the timeline, ms'] = quantiles(opened);
  await expect(memoryRows(page).first()).toHaveAttribute('aria-setsize', String(MEMORIES));
  results.scrolling = await scroll(page);
  results['main blocked while opening and scrolling, ms'] = await blocked(app);
  process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
});

/** Begins to watch how late main's own timers come. */
async function watchMain(app: ElectronApplication): Promise<void> {
  await app.evaluate(() => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks');
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    Object.assign(globalThis, { mainDelay: delay });
  });
}

/** How late they came since; the watch's own step of a millisecond is taken off. */
function blocked(app: ElectronApplication): Promise<Quantiles> {
  return app.evaluate(() => {
    const { mainDelay } = globalThis as unknown as {
      mainDelay: { percentile(share: number): number; max: number; disable(): void };
    };
    mainDelay.disable();
    const late = (nanoseconds: number): number => Math.max(0, Math.round(nanoseconds / 1e4) / 100 - 1);
    return {
      p50: late(mainDelay.percentile(50)),
      p99: late(mainDelay.percentile(99)),
      max: late(mainDelay.max),
    };
  });
}

/** From the press to the first rows on the page, milliseconds. */
function openTimeline(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const buttons = [...document.querySelectorAll<HTMLElement>('nav[aria-label="Pages"] button')];
    const begun = performance.now();
    buttons.find(({ textContent }) => textContent === 'Timeline')?.click();
    await new Promise<void>((done) => {
      const look = (): void => {
        if (document.querySelector('li[aria-setsize] button') === null) requestAnimationFrame(look);
        else done();
      };
      look();
    });
    return performance.now() - begun;
  });
}

/** A fling through the list, then jumps all over it. Long tasks are those over 50 ms, as browsers count them. */
async function scroll(page: Page): Promise<object> {
  return page.evaluate(async () => {
    const long: number[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) long.push(Math.round(duration));
    });
    observer.observe({ type: 'longtask' });
    const box = document.querySelector('ul[aria-label="Memories, newest first"]')?.parentElement
      ?.parentElement;
    if (box === null || box === undefined) throw new Error('There is no list.');
    const frame = (): Promise<number> => new Promise((done) => requestAnimationFrame(done));
    const frames: number[] = [];
    let last = await frame();
    for (let step = 0; step < 300; step += 1) {
      box.scrollTop += 1_500;
      const now = await frame();
      frames.push(now - last);
      last = now;
    }
    const jumps: number[] = [];
    for (let jump = 1; jump <= 30; jump += 1) {
      box.scrollTop = (box.scrollHeight * ((jump * 7) % 31)) / 31;
      const begun = performance.now();
      do await frame();
      while (box.querySelector('button[data-index]:not([data-index="0"])') === null);
      jumps.push(performance.now() - begun);
    }
    observer.disconnect();
    const sorted = (values: number[]): number[] => [...values].sort((a, b) => a - b);
    const at = (values: number[], share: number): number =>
      Math.round((sorted(values)[Math.ceil(values.length * share) - 1] ?? 0) * 10) / 10;
    return {
      'frames of the fling, ms': { p50: at(frames, 0.5), p99: at(frames, 0.99), max: at(frames, 1) },
      'a jump to rows, ms': { p50: at(jumps, 0.5), p99: at(jumps, 0.99), max: at(jumps, 1) },
      'long tasks, ms': long,
    };
  });
}

function quantiles(values: readonly number[]): Quantiles {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round((sorted[Math.ceil(sorted.length * share) - 1] ?? 0) * 10) / 10;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}
