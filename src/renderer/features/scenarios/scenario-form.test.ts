import { expect, it } from 'vitest';
import type { Scenario } from '../../../shared/contracts/scenarios.ts';
import { formOf, inputOf, missingIn, newOutcome } from './scenario-form.ts';

const scenario: Scenario = {
  id: '01a20a22-0bbf-756b-aea3-56f78de98f20',
  spaceId: '01a20a22-0bbf-756b-aea3-56f78de98f21',
  version: 2,
  title: 'we moved to the sea',
  note: '',
  assumptions: ['The school takes both', 'The boat holds'],
  outcomes: [{ text: 'We swim', likelihood: 0.4 }],
  memories: [{ id: '01a20a22-0bbf-756b-aea3-56f78de98f22', title: 'The ferry' }],
  band: 'AMBER',
  author: { id: '01a20a22-0bbf-756b-aea3-56f78de98f23', name: 'Ada' },
  createdAt: '2026-01-01T00:00:00Z',
  lookAt: new Date(2027, 4, 1, 9).toISOString(),
  resolvedAt: null,
  resolution: null,
  staysOnDevice: false,
};

it('comes back as it was', () => {
  const { title, note, assumptions, outcomes, band, lookAt } = scenario;
  expect(inputOf(formOf(scenario))).toEqual({
    title,
    note,
    assumptions,
    outcomes,
    band,
    lookAt,
    memoryIds: scenario.memories.map(({ id }) => id),
  });
});

it('leaves out empty lines, and says what is missing', () => {
  const empty = formOf(null);
  expect(missingIn(empty)).toBe('title');
  const titled = { ...empty, title: 'it snowed in June' };
  expect(missingIn(titled)).toBe('outcomes');
  expect(inputOf(titled)).toBeNull();
  const whole = {
    ...titled,
    assumptions: '\n  We are at home \n\n',
    outcomes: [newOutcome(), { ...newOutcome(), text: 'Snowmen', likelihood: 1 }],
  };
  expect(missingIn(whole)).toBeNull();
  expect(inputOf(whole)).toMatchObject({
    assumptions: ['We are at home'],
    outcomes: [{ text: 'Snowmen', likelihood: 1 }],
  });
});
