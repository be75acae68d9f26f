import fc from 'fast-check';
import { expect, it } from 'vitest';
import { daysUntilPressing, halfLifeFor, needLevel, PRESSING } from './need-level.ts';

const DAY = 86_400_000;
const instants = fc.integer({ min: 0, max: 4_000_000_000_000 });
const halfLives = fc.double({ min: 0.04, max: 3650, noNaN: true });

it('is nothing when it was just done, half after its half-life, three quarters after two', () => {
  expect(needLevel(5, 7, 5)).toBe(0);
  expect(needLevel(0, 7, 7 * DAY)).toBeCloseTo(0.5, 12);
  expect(needLevel(0, 7, 14 * DAY)).toBeCloseTo(0.75, 12);
  expect(needLevel(10 * DAY, 7, 0)).toBe(0);
});

it('lies between nothing and all, and never falls while it is not done', () => {
  fc.assert(
    fc.property(instants, halfLives, instants, instants, (met, halfLife, a, b) => {
      const [sooner, later] = a < b ? [a, b] : [b, a];
      const before = needLevel(met, halfLife, sooner);
      const after = needLevel(met, halfLife, later);
      expect(before).toBeGreaterThanOrEqual(0);
      expect(after).toBeLessThanOrEqual(1);
      expect(after).toBeGreaterThanOrEqual(before);
    }),
  );
});

it('is the less the longer the half-life', () => {
  fc.assert(
    fc.property(instants, halfLives, halfLives, instants, (met, a, b, now) => {
      const [short, long] = a < b ? [a, b] : [b, a];
      expect(needLevel(met, long, now)).toBeLessThanOrEqual(needLevel(met, short, now));
    }),
  );
});

it('is pressing when the days of its rhythm have passed', () => {
  expect(needLevel(0, halfLifeFor(7), 7 * DAY)).toBeCloseTo(PRESSING, 12);
  expect(daysUntilPressing(halfLifeFor(30))).toBeCloseTo(30, 12);
});
