import { describe, expect, it } from 'vitest';
import { formatTime } from './dates.ts';

describe('a time in words', () => {
  it('shows the clock as it stood there, whatever the offset', () => {
    expect(formatTime('2024-05-03T23:30:00-11:00', 'moment', 'de')).toBe('3. Mai 2024 um 23:30');
    expect(formatTime('2024-05-03T00:15:00+14:00', 'long', 'de')).toBe('Freitag, 3. Mai 2024');
  });

  it('holds at both ends of the years that are allowed', () => {
    expect(formatTime('0001-01-01T00:00:00Z', 'long', 'de')).toContain('1. Januar 1 n. Chr.');
    expect(formatTime('0001-12-31T23:59:59+14:00', 'month', 'de')).toContain('Dezember 1 n. Chr.');
    expect(formatTime('9999-12-31T23:59:59.999999-12:00', 'long', 'de')).toBe('Freitag, 31. Dezember 9999');
  });

  it('reads a bare month', () => {
    expect(formatTime('1987-03', 'month', 'de')).toBe('März 1987');
  });

  it('gives back what is no time', () => {
    expect(formatTime('some day', 'long', 'de')).toBe('some day');
    expect(formatTime('2024-13-45', 'long', 'de')).toBe('2024-13-45');
  });
});
