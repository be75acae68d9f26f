import fc from 'fast-check';
import { expect, it } from 'vitest';
import { brierScore, calibration } from './calibration.ts';

const guess = (likelihood: number, came: boolean) => ({ likelihood, came });
const guesses = fc.array(
  fc.record({ likelihood: fc.double({ min: 0, max: 1, noNaN: true }), came: fc.boolean() }),
  { minLength: 1, maxLength: 50 },
);

it('knows the ends and the middle', () => {
  expect(brierScore([])).toBeNull();
  expect(brierScore([guess(1, true), guess(0, false)])).toBe(0);
  expect(brierScore([guess(0, true), guess(1, false)])).toBe(1);
  expect(brierScore([guess(0.5, true), guess(0.5, false)])).toBe(0.25);
  // Brier's own kind of example: 70 % said, rain came.
  expect(brierScore([guess(0.7, true)])).toBeCloseTo(0.09, 12);
});

it('lies between nothing and one, and turns round when everything comes otherwise', () => {
  fc.assert(
    fc.property(guesses, (all) => {
      const score = brierScore(all) ?? Number.NaN;
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
      const mirrored = all.map(({ likelihood, came }) => guess(1 - likelihood, !came));
      expect(brierScore(mirrored)).toBeCloseTo(score, 12);
    }),
  );
});

it('counts every guess in one step', () => {
  fc.assert(
    fc.property(guesses, (all) => {
      const steps = calibration(all);
      expect(steps.reduce((sum, step) => sum + step.guesses, 0)).toBe(all.length);
      expect(steps.reduce((sum, step) => sum + step.came, 0)).toBe(all.filter(({ came }) => came).length);
    }),
  );
  expect(calibration([guess(1, true), guess(0.85, false), guess(0, false)])).toEqual([
    { from: 0, to: 0.2, guesses: 1, came: 0 },
    { from: 0.8, to: 1, guesses: 2, came: 1 },
  ]);
});
