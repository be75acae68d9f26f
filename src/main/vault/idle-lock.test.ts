import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IdleLock, idleRemaining } from './idle-lock.ts';

const MINUTE = 60_000;

describe('idleRemaining', () => {
  it.each([
    [0, 0, 5, 5 * MINUTE],
    [4 * MINUTE, 0, 5, MINUTE],
    [5 * MINUTE, 0, 5, 0],
    [500 * MINUTE, 0, 5, 0],
    [0, 5 * MINUTE, 5, 5 * MINUTE],
    [9_999 * MINUTE, 0, 0, null],
  ])('at %d, touched at %d, with %d minutes, is %s', (now, touched, minutes, remaining) => {
    expect(idleRemaining(now, touched, minutes)).toBe(remaining);
  });
});

describe('IdleLock', () => {
  let now = 0;
  let locks = 0;
  let lock: IdleLock;

  beforeEach(() => {
    vi.useFakeTimers();
    now = 1_000_000;
    locks = 0;
    lock = new IdleLock(
      () => now,
      () => {
        locks += 1;
      },
    );
  });
  afterEach(() => {
    lock.stop();
    vi.useRealTimers();
  });

  const pass = (minutes: number): void => {
    now += minutes * MINUTE;
    vi.advanceTimersByTime(minutes * MINUTE);
  };

  it('locks once when nobody touched it for the span', () => {
    lock.start(5);
    pass(4.9);
    expect(locks).toBe(0);
    pass(0.2);
    expect(locks).toBe(1);
    pass(60);
    expect(locks).toBe(1);
  });

  it('starts again with every touch', () => {
    lock.start(5);
    for (let round = 0; round < 10; round += 1) {
      pass(4);
      lock.touch();
    }
    expect(locks).toBe(0);
    pass(5.1);
    expect(locks).toBe(1);
  });

  it('locks at the first chance after a sleep in which timers stood still', () => {
    lock.start(5);
    now += 600 * MINUTE;
    vi.advanceTimersByTime(5 * MINUTE);
    expect(locks).toBe(1);
  });

  it('follows a new setting, never included', () => {
    lock.start(5);
    lock.setMinutes(0);
    pass(600);
    expect(locks).toBe(0);
    lock.setMinutes(1);
    pass(1.1);
    expect(locks).toBe(1);
  });

  it('does nothing before it is started and after it is stopped', () => {
    lock.setMinutes(1);
    pass(5);
    lock.start(1);
    lock.stop();
    pass(5);
    expect(locks).toBe(0);
  });

  it('is delayed by one span at most when the clock is set back', () => {
    lock.start(5);
    now -= 100 * MINUTE;
    vi.advanceTimersByTime(5 * MINUTE);
    expect(locks).toBe(0);
    pass(5.1);
    expect(locks).toBe(1);
  });
});
