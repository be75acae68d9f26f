import fc from 'fast-check';
import { expect, it } from 'vitest';
import { stampOf } from '../../i18n/stamps.ts';
import { dayText, noonOf, spanDays } from './days.ts';
import { arousalStep, VALENCE_STEPS, valenceStep } from './valence.ts';

it('names the day, the span and the moment as this machine’s clock shows them', () => {
  const now = new Date(2026, 10, 24, 23, 30);
  expect(dayText(now)).toBe('2026-11-24');
  expect(spanDays('month', now)).toEqual({ from: '2026-10-25', to: '2026-11-24' });
  expect(dayText(new Date(noonOf('2026-03-29')))).toBe('2026-03-29');
  expect(Date.parse(stampOf(now))).toBe(now.getTime());
  expect(stampOf(now)).toMatch(/^2026-11-24T23:30:00[+-]\d\d:\d\d$/);
});

it('steps up with the mood', () => {
  const valences = fc.double({ min: -1, max: 1, noNaN: true });
  fc.assert(
    fc.property(valences, valences, (a, b) => {
      const rank = (valence: number) => VALENCE_STEPS.indexOf(valenceStep(valence));
      expect(Math.sign(rank(a) - rank(b)) * Math.sign(a - b)).toBeGreaterThanOrEqual(0);
    }),
  );
  expect([-1, -0.3, 0, 0.5, 1].map(valenceStep)).toEqual(['low', 'lowish', 'even', 'good', 'high']);
  expect([-1, 0, 1].map(arousalStep)).toEqual(['quiet', 'middle', 'awake']);
});
