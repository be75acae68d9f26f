import { describe, expect, it } from 'vitest';
import { draftSchema, memoryInputSchema } from '../../../shared/contracts/memories.ts';
import { draftInputOf, emptyForm, formOfDraft, formOfMemory, inputOf, joinForms } from './editor-form.ts';

const saved = {
  title: 'The lake',
  text: 'We swam.',
  at: '2026-05-03T18:30:12+02:00',
  dateOnly: false,
  band: 'AMBER',
  kind: 'event',
  tags: ['lake'],
  people: ['Ada'],
} as const;
const memory = { ...saved, tags: [...saved.tags], people: [...saved.people] };
const form = formOfMemory(memory);

const draftWith = (input: Record<string, unknown>) =>
  draftSchema.parse({
    id: '019aa000-0000-7000-8000-000000000001',
    spaceId: '019aa000-0000-7000-8000-000000000002',
    baseVersion: 3,
    input,
    savedAt: '2026-05-04T08:00:00Z',
  });

describe('the form of the editor', () => {
  it('gives back what came in when nothing was touched, seconds included', () => {
    expect(inputOf(form, memory)).toEqual(memory);
  });

  it('gives a new moment when the time was touched', () => {
    expect(inputOf({ ...form, when: { ...form.when, time: '07:05' } }, memory)?.at).toBe(
      '2026-05-03T07:05:00+02:00',
    );
  });

  it('answers nothing while the day is not valid, but keeps a draft', () => {
    const broken = { ...form, when: { ...form.when, date: '' } };
    expect(inputOf(broken, memory)).toBeNull();
    expect(draftInputOf(broken)).not.toHaveProperty('at');
    expect(draftInputOf(broken).text).toBe('We swam.');
  });

  it('starts in a form the contract takes', () => {
    const empty = emptyForm(new Date());
    expect(memoryInputSchema.safeParse(inputOf(empty, null)).success).toBe(true);
    expect(draftWith(draftInputOf(empty)).input.kind).toBe('note');
  });

  it('mends lone surrogates, which could not be kept', () => {
    expect(inputOf({ ...form, text: 'a\ud800b' }, null)?.text).toBe('a\ufffdb');
  });

  it('brings a draft back whole', () => {
    const changed = { ...form, text: 'We swam far.', tags: ['lake', 'summer'] };
    expect(formOfDraft(draftWith(draftInputOf(changed)), form)).toEqual(changed);
    const undated = draftWith({ ...draftInputOf(changed), at: undefined });
    expect(formOfDraft(undated, form).when).toEqual(form.when);
  });

  it('joins two versions without losing a word of either', () => {
    const theirs = { ...form, text: 'We rowed.', people: ['Ben'], title: '' };
    const joined = joinForms(form, theirs);
    expect(joined.text).toContain('We swam.');
    expect(joined.text).toContain('We rowed.');
    expect(joined.people).toEqual(['Ada', 'Ben']);
    expect(joinForms(form, { ...form, text: 'We swam. And rowed.' }).text).toBe('We swam. And rowed.');
  });
});
