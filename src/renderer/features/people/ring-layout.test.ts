import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RING_PLACES, ringSpots } from './ring-layout.ts';

it('keeps everybody on the sheet and apart', () => {
  fc.assert(
    fc.property(fc.nat(40), (count) => {
      const spots = ringSpots(count);
      expect(spots).toHaveLength(Math.min(count, RING_PLACES));
      for (const [index, { x, y }] of spots.entries()) {
        expect(Math.min(x, y)).toBeGreaterThanOrEqual(10);
        expect(Math.max(x, y)).toBeLessThanOrEqual(90);
        for (const other of spots.slice(index + 1)) {
          expect(Math.hypot(x - other.x, y - other.y)).toBeGreaterThan(20);
        }
      }
    }),
  );
});
