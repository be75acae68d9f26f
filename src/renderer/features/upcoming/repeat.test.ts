import fc from 'fast-check';
import { expect, it } from 'vitest';
import { groupOf } from './groups.ts';
import { MOST_EVERY, NEVER, type Repeat, repeatOf, ruleOf, UNITS, WEEKDAYS } from './repeat.ts';

const DAY = '2026-11-24';

it('says what people mean by every month on the 31st', () => {
  const monthly: Repeat = { kind: 'every', unit: 'month', every: 1, weekdays: [] };
  expect(ruleOf(monthly, DAY)).toBe('FREQ=MONTHLY');
  expect(ruleOf(monthly, '2026-10-31')).toBe('FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1');
  expect(ruleOf({ ...monthly, unit: 'year' }, '2024-02-29')).toBe(
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1',
  );
  expect(ruleOf({ ...monthly, unit: 'week', every: 2, weekdays: ['SU', 'MO'] }, DAY)).toBe(
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU',
  );
  expect(ruleOf(NEVER, DAY)).toBeNull();
});

it('comes back as it was chosen', () => {
  const repeats = fc.record({
    kind: fc.constant('every' as const),
    unit: fc.constantFrom(...UNITS),
    every: fc.integer({ min: 1, max: MOST_EVERY }),
    weekdays: fc.subarray([...WEEKDAYS]),
  });
  fc.assert(
    fc.property(repeats, fc.constantFrom(DAY, '2024-02-29', '2026-01-30', '2026-01-31'), (repeat, start) => {
      const expected = repeat.unit === 'week' ? repeat : { ...repeat, weekdays: [] };
      expect(repeatOf(ruleOf(repeat, start))).toEqual(expected);
    }),
  );
});

it.each([
  'FREQ=DAILY;COUNT=3',
  'FREQ=MONTHLY;BYDAY=1FR',
  'FREQ=MONTHLY;BYDAY=MO',
  'FREQ=MONTHLY;BYMONTHDAY=1,15',
  'FREQ=DAILY;INTERVAL=400',
])('keeps %s as it is', (rule) => {
  expect(repeatOf(rule)).toEqual({ kind: 'own', rule });
  expect(ruleOf(repeatOf(rule), DAY)).toBe(rule);
});

it('puts lines where people look for them', () => {
  const now = new Date(2026, 10, 24, 12);
  const at = (day: number, hour: number) => new Date(2026, 10, day, hour).toISOString();
  expect(groupOf(at(24, 11), now)).toBe('overdue');
  expect(groupOf(at(24, 12), now)).toBe('overdue');
  expect(groupOf(at(24, 23), now)).toBe('today');
  expect(groupOf(at(25, 0), now)).toBe('week');
  expect(groupOf(at(30, 23), now)).toBe('week');
  expect(groupOf(at(31, 0), now)).toBe('later');
});
