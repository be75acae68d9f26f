import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAutoLock } from './auto-lock.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp(minutes: number) {
  const world = { unlocked: true, minutes, locks: 0 };
  const autoLock = createAutoLock({
    isUnlocked: () => world.unlocked,
    minutes: () => world.minutes,
    lock: () => {
      world.locks += 1;
      world.unlocked = false;
    },
  });
  return { world, autoLock };
}

test('locks once, when the time has passed without a touch', () => {
  const { world, autoLock } = setUp(5);
  autoLock.restart();
  vi.advanceTimersByTime(4 * 60_000);
  autoLock.restart();
  vi.advanceTimersByTime(5 * 60_000 - 1);
  expect(world.locks).toBe(0);
  vi.advanceTimersByTime(1);
  expect(world.locks).toBe(1);
  vi.advanceTimersByTime(60 * 60_000);
  expect(world.locks).toBe(1);
});

test('never locks where the person chose never, or nothing is open', () => {
  const never = setUp(0);
  never.autoLock.restart();
  const closed = setUp(5);
  closed.world.unlocked = false;
  closed.autoLock.restart();
  vi.advanceTimersByTime(24 * 60 * 60_000);
  expect(never.world.locks + closed.world.locks).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});

test('a shorter time holds as soon as it is chosen', () => {
  const { world, autoLock } = setUp(60);
  autoLock.restart();
  world.minutes = 1;
  autoLock.restart();
  vi.advanceTimersByTime(60_000);
  expect(world.locks).toBe(1);
});
