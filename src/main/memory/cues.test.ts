import { expect, it } from 'vitest';
import { cameUp } from './cues.ts';

const shown = {
  people: ['Grandmother', 'José'],
  tags: ['Garden'],
  text: 'The bathroom in 金沢 was cold; then we drove to Bad Tölz.',
};

it.each([
  ['person', 'grandmother', true],
  ['person', 'Jose', true],
  ['person', 'Grand', false],
  ['tag', 'garden', true],
  ['tag', 'Grandmother', false],
  ['place', 'Bad Tolz', true],
  ['place', 'Bath', false],
  ['place', '金沢', true],
  ['place', 'Garden', false],
] as const)('%s %s: %s', (kind, value, expected) => {
  expect(cameUp({ kind, value }, shown)).toBe(expected);
});
