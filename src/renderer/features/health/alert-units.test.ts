/** Thresholds come back from the field as they went into it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromTyped, toTyped } from './alert-units.ts';

describe('the units of thresholds', () => {
  it('are those that people read', () => {
    expect(toTyped('milliseconds', 60)).toBe(60);
    expect(toTyped('share', 0.7)).toBe(70);
    expect(toTyped('bytes', 1_500_000_000)).toBe(1500);
    expect(fromTyped('bytes', '1500')).toBe(1_500_000_000);
    expect(fromTyped('share', '62,5')).toBe(0.625);
  });

  it('are refused where they are no numbers', () => {
    for (const typed of ['', ' ', '-3', '1e9', 'NaN', 'Infinity', '1.2.3', 'sixty']) {
      expect(fromTyped('milliseconds', typed)).toBeNull();
    }
  });

  it('come back as they went in', () => {
    fc.assert(
      fc.property(fc.constantFrom('milliseconds', 'share', 'bytes'), fc.nat(1_000_000), (unit, number) => {
        const value = fromTyped(unit, String(number));
        expect(value === null ? null : toTyped(unit, value)).toBe(number);
      }),
    );
  });
});
