import { expect, it } from 'vitest';
import { ACTIONS } from '../../../shared/contracts/receipts.ts';
import { ACTION_GROUPS } from './action-groups.ts';
import { asRequest, isFiltered, NO_FILTER } from './receipt-filter.ts';

it('puts every act into exactly one group', () => {
  expect(Object.values(ACTION_GROUPS).flat().sort()).toEqual([...ACTIONS].sort());
});

it('asks for everything where nothing is chosen', () => {
  const now = new Date(2024, 4, 15, 18, 30);
  expect(isFiltered(NO_FILTER)).toBe(false);
  expect(asRequest(NO_FILTER, now)).toEqual({
    actions: [],
    kinds: [],
    actorId: null,
    fromAt: null,
    beforeAt: null,
  });
});

it('counts days from midnight here', () => {
  const now = new Date(2024, 4, 15, 18, 30);
  const from = (span: 'today' | 'week') => asRequest({ ...NO_FILTER, span }, now).fromAt;
  expect(from('today')).toBe(new Date(2024, 4, 15).toISOString());
  expect(from('week')).toBe(new Date(2024, 4, 9).toISOString());
  expect(isFiltered({ ...NO_FILTER, span: 'week' })).toBe(true);
});
