import { describe, expect, it } from 'vitest';
import { recoveryWords, unknownWords } from './recovery-words.ts';

describe('words as people type them', () => {
  it('reads any spacing and case, with numbers or without', () => {
    expect(recoveryWords(' 1. Apple\n2) bread,\tCACTUS ')).toEqual(['apple', 'bread', 'cactus']);
    expect(recoveryWords('')).toEqual([]);
  });

  it('names slips of the pen, each once, but not the word still being typed', () => {
    expect(unknownWords(['abandon', 'abilty', 'abilty', 'ab'], false)).toEqual(['abilty']);
    expect(unknownWords(['abandon', 'ab'], true)).toEqual(['ab']);
  });

  it('knows a word by its first four letters', () => {
    expect(unknownWords(['aban', 'abando', 'abandox'], true)).toEqual(['abandox']);
  });
});
