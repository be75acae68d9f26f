import { describe, expect, it } from 'vitest';
import { timestampSchema } from '../../../shared/contracts/primitives.ts';
import { isDay, localOffset, timestampOf, whenNow, whenOf } from './when.ts';

describe('when a memory happened', () => {
  it('keeps day, time and offset as they were given', () => {
    const when = whenOf('2026-05-03T18:30:00+05:30', false);
    expect(when).toEqual({ date: '2026-05-03', time: '18:30', offset: '+05:30' });
    expect(timestampOf(when)).toEqual({ at: '2026-05-03T18:30:00+05:30', dateOnly: false });
  });

  it('knows days without a time', () => {
    const when = whenOf('2026-05-03T00:00:00+02:00', true);
    expect(when.time).toBe('');
    expect(timestampOf(when)).toEqual({ at: '2026-05-03T00:00:00+02:00', dateOnly: true });
  });

  it('reads Z and fractions', () => {
    expect(whenOf('2026-05-03T18:30:12.345Z', false)).toEqual({
      date: '2026-05-03',
      time: '18:30',
      offset: '+00:00',
    });
  });

  it('holds from the year 1 to the year 9999', () => {
    for (const date of ['0001-01-01', '9999-12-31', '0099-06-15']) {
      const stamp = timestampOf({ date, time: '12:00', offset: localOffset(date, '12:00') });
      expect(stamp?.at.startsWith(date)).toBe(true);
      expect(timestampSchema.safeParse(stamp?.at).success).toBe(true);
    }
  });

  it('refuses days that are none', () => {
    for (const date of ['', '2026-02-29', '0000-01-01', '2026-13-01', '20266-01-01', 'tomorrow']) {
      expect(isDay(date)).toBe(false);
      expect(timestampOf({ date, time: '', offset: '+00:00' })).toBeNull();
    }
    expect(isDay('2024-02-29')).toBe(true);
  });

  it('starts with this moment, in a form the contract takes', () => {
    const stamp = timestampOf(whenNow(new Date(2026, 10, 22, 9, 5)));
    expect(stamp?.at.slice(0, 16)).toBe('2026-11-22T09:05');
    expect(timestampSchema.safeParse(stamp?.at).success).toBe(true);
  });
});
