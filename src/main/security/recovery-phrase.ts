/**
 * The recovery phrase: 24 words of the BIP-39 English list that say 32 random bytes and a checksum.
 *
 * Invariant: errors name positions and counts, never a word; a phrase is as good as the root key. The words are
 * the entropy itself, not a BIP-39 seed: no PBKDF2, no passphrase (docs/file-format.md).
 */
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { VaultError } from '../../shared/errors.ts';
import { Secret } from './secret.ts';

const RECOVERY_WORDS = 24;

const WORDS: ReadonlySet<string> = new Set(wordlist);
/** In the English list the first four letters name one word. */
const PREFIX_LETTERS = 4;
const BY_PREFIX: ReadonlyMap<string, string> = new Map(
  wordlist
    .filter((word) => word.length >= PREFIX_LETTERS)
    .map((word) => [word.slice(0, PREFIX_LETTERS), word]),
);

/** 32 bytes as 24 words. */
export function phraseOf(entropy: Secret): string[] {
  return entropyToMnemonic(entropy.bytes, wordlist).split(' ');
}

/**
 * What a person typed or pasted, as lower-case words: numbering, commas, line breaks, capitals, accents and
 * invisible characters do not matter.
 */
export function normaliseWords(typed: string): string[] {
  return typed
    .normalize('NFKD')
    .replace(/\p{M}|\p{Cf}/gu, '')
    .toLowerCase()
    .split(/[^a-z]+/u)
    .filter((word) => word !== '');
}

/** The listed word that was meant: the word itself, or the only one that starts with these four letters or more. */
export function meantWord(typed: string): string | null {
  if (WORDS.has(typed)) return typed;
  const candidate = BY_PREFIX.get(typed.slice(0, PREFIX_LETTERS));
  return candidate?.startsWith(typed) ? candidate : null;
}

/**
 * The 32 bytes that a typed phrase says.
 * @throws VaultError RECOVERY_PHRASE_INVALID; details: `problem` is `count` (with `count`), `word` (with
 * `position`, 1 to 24: the first word that is not in the list) or `checksum`.
 */
export function parseRecoveryPhrase(typed: string): Secret {
  const words = normaliseWords(typed);
  const meant: string[] = [];
  for (const [index, word] of words.entries()) {
    const found = meantWord(word);
    if (found === null) {
      throw invalid(`Word ${index + 1} is not one of the words that recovery phrases are made of.`, {
        problem: 'word',
        position: index + 1,
      });
    }
    meant.push(found);
  }
  if (meant.length !== RECOVERY_WORDS) {
    throw invalid(`A recovery phrase has ${RECOVERY_WORDS} words; this one has ${meant.length}.`, {
      problem: 'count',
      count: meant.length,
    });
  }
  try {
    return new Secret(mnemonicToEntropy(meant.join(' '), wordlist));
  } catch {
    // The library's error is dropped on purpose: it may quote the phrase.
    throw invalid(
      'Every word is in the list, but together they do not fit: one is another word, or two are swapped.',
      {
        problem: 'checksum',
      },
    );
  }
}

function invalid(message: string, details: Record<string, string | number>): VaultError {
  return new VaultError('RECOVERY_PHRASE_INVALID', message, {
    hint: 'Compare it with your written copy, word by word. Nothing was changed.',
    details,
  });
}
