import { describe, expect, it } from 'vitest';
import { formatDuration, secondsLeft } from './duration.ts';

describe('how long it takes', () => {
  it('is said in seconds, then in minutes', () => {
    expect(formatDuration(0.2, 'en')).toBe('1 second');
    expect(formatDuration(89, 'en')).toBe('89 seconds');
    expect(formatDuration(600, 'en')).toBe('10 minutes');
    expect(formatDuration(600, 'de')).toBe('10 Minuten');
  });

  it('is judged by the pace so far, and only once there is one', () => {
    expect(secondsLeft(250, 1000, 10)).toBe(30);
    expect(secondsLeft(0, 1000, 10)).toBeNull();
    expect(secondsLeft(10, null, 10)).toBeNull();
    expect(secondsLeft(1, 1000, 0.1)).toBeNull();
    expect(secondsLeft(1000, 1000, 10)).toBeNull();
  });
});
