import { wordlist } from '@scure/bip39/wordlists/english.js';
import { describe, expect, it } from 'vitest';
import { VaultError } from '../../shared/errors.ts';
import { generateKey } from './key-derivation.ts';
import { meantWord, normaliseWords, parseRecoveryPhrase, phraseOf } from './recovery-phrase.ts';
import { Secret } from './secret.ts';

/** BIP-39 test vectors for 256 bits. */
const VECTORS = [
  ['00'.repeat(32), `${'abandon '.repeat(23)}art`],
  [
    '7f'.repeat(32),
    'legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth title',
  ],
  ['ff'.repeat(32), `${'zoo '.repeat(23)}vote`],
  [
    '68a79eaca2324873eacc50cb9c6eca8cc68ea5d936f98787c60c7ebc74e6ce7c',
    'hamster diagram private dutch cause delay private meat slide toddler razor book happy fancy gospel tennis maple dilemma loan word shrug inflict delay length',
  ],
] as const;

function errorOf(typed: string): VaultError {
  try {
    parseRecoveryPhrase(typed);
  } catch (error) {
    if (error instanceof VaultError) return error;
    throw error;
  }
  throw new Error('it was taken');
}

describe('recovery phrase', () => {
  it.each(VECTORS)('says %s as BIP-39 does', (entropy, phrase) => {
    expect(phraseOf(new Secret(Buffer.from(entropy, 'hex'))).join(' ')).toBe(phrase);
    expect(parseRecoveryPhrase(phrase).bytes.toString('hex')).toBe(entropy);
  });

  it('comes back for any entropy', () => {
    for (let round = 0; round < 50; round += 1) {
      const entropy = generateKey();
      expect(parseRecoveryPhrase(phraseOf(entropy).join(' ')).bytes.equals(entropy.bytes)).toBe(true);
    }
  });

  it.each([
    ['capitals and line breaks', (words: string[]) => words.join('\r\n').toUpperCase()],
    [
      'numbers and commas',
      (words: string[]) => words.map((word, index) => `${index + 1}. ${word}`).join(', '),
    ],
    [
      'invisible characters and wide spaces',
      (words: string[]) => `\uFEFF${words.join('\u3000\u200B')}\u00A0`,
    ],
    ['the first four letters', (words: string[]) => words.map((word) => word.slice(0, 4)).join(' ')],
    ['accents a keyboard put there', (words: string[]) => words.join(' ').replace(/a/g, 'á')],
    ['full-width letters', (words: string[]) => words.join(' ').replace(/e/g, 'ｅ')],
  ])('is understood with %s', (_what, write) => {
    const [, , , [entropy, phrase]] = VECTORS;
    expect(parseRecoveryPhrase(write(phrase.split(' '))).bytes.toString('hex')).toBe(entropy);
  });

  it('names the first word that is not in the list', () => {
    const words = VECTORS[3][1].split(' ');
    words[6] = 'grandmother';
    words[9] = 'xylophone';
    expect(errorOf(words.join(' '))).toMatchObject({
      code: 'RECOVERY_PHRASE_INVALID',
      details: { problem: 'word', position: 7 },
    });
  });

  it('counts the words', () => {
    const words = VECTORS[3][1].split(' ');
    expect(errorOf(words.slice(1).join(' ')).details).toEqual({ problem: 'count', count: 23 });
    expect(errorOf('').details).toEqual({ problem: 'count', count: 0 });
  });

  it('sees two swapped words', () => {
    const words = VECTORS[3][1].split(' ');
    [words[0], words[1]] = [words[1] ?? '', words[0] ?? ''];
    expect(errorOf(words.join(' ')).details).toEqual({ problem: 'checksum' });
  });

  it('never says a word of the phrase in an error', () => {
    const words = VECTORS[3][1].split(' ');
    const wrong = [
      words.slice(1).join(' '),
      words.toReversed().join(' '),
      `${words.slice(0, 23).join(' ')} xylophone`,
    ].map(errorOf);
    for (const error of wrong) {
      // Only words of six letters or more: shorter ones may be English in the sentence itself.
      const said = `${JSON.stringify(error.toData())} ${error.stack} ${String(error.cause)}`;
      for (const word of words.filter((candidate) => candidate.length > 5)) expect(said).not.toContain(word);
      expect(said).not.toContain('xylophone');
    }
  });

  it('completes four letters to the only word there is', () => {
    for (const word of wordlist) {
      expect(meantWord(word)).toBe(word);
      if (word.length >= 4) expect(meantWord(word.slice(0, 4))).toBe(word);
    }
    expect(meantWord('zzzz')).toBeNull();
    expect(meantWord('abandonment')).toBeNull();
    expect(meantWord('ab')).toBeNull();
    expect(normaliseWords('  ')).toEqual([]);
  });
});
