import { expect, it } from 'vitest';
import { askedPositions } from './asked-positions.ts';

it('asks for four different words, in order', () => {
  const draws = [23, 0, 0, 5, 23, 11];
  expect(askedPositions(() => draws.shift() ?? 0)).toEqual([1, 6, 12, 24]);
});

it('asks for words that are there', () => {
  for (let round = 0; round < 200; round += 1) {
    for (const position of askedPositions()) {
      expect(position).toBeGreaterThanOrEqual(1);
      expect(position).toBeLessThanOrEqual(24);
    }
  }
});
