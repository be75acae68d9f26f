/**
 * Prepares text for the index: scripts that put no space between words are taken apart letter by letter.
 *
 * A zero-width space goes between the letters when indexing and when asking; a run of them in a question becomes a
 * phrase. So one character finds. Letters are told by fixed ranges and not by the platform's Unicode tables: taking a
 * memory's words out of the index needs exactly the words that were put in, whichever runtime did it.
 *
 * Greek letters lose their accents, breathings and diaereses: the tokenizer does that for Latin ones only.
 */

/** Han, kana, Bopomofo, Yi, Hangul, Thai, Lao, Tibetan, Myanmar, Khmer, Tai scripts. */
const LETTER =
  '[\\u0e01-\\u0e30\\u0e32\\u0e33\\u0e40-\\u0e46\\u0e81-\\u0eb0\\u0eb2\\u0eb3\\u0ebd-\\u0ec6\\u0edc-\\u0edf' +
  '\\u0f40-\\u0f6c\\u1000-\\u102a\\u103f\\u1050-\\u1055\\u105a-\\u105d\\u1061\\u1065\\u1066\\u106e-\\u1070' +
  '\\u1075-\\u1081\\u108e\\u1780-\\u17b3\\u1950-\\u19ab\\u1a20-\\u1a54\\u3005-\\u3007\\u3021-\\u3029' +
  '\\u3031-\\u3035\\u3041-\\u3096\\u309d-\\u309f\\u30a1-\\u30fa\\u30fc-\\u30ff\\u3105-\\u312f\\u3131-\\u318e' +
  '\\u31a0-\\u31bf\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\ua000-\\ua48c\\ua960-\\ua97c\\uac00-\\ud7a3' +
  '\\uf900-\\ufaff\\uff66-\\uff9d\\u{1b000}-\\u{1b16f}\\u{20000}-\\u{323af}]';
/** Vowel signs, tone marks and the like that belong to the letter before. */
const MARKS =
  '[\\u0e31\\u0e34-\\u0e3a\\u0e47-\\u0e4e\\u0eb1\\u0eb4-\\u0ebc\\u0ec8-\\u0ece\\u0f71-\\u0f84\\u0f90-\\u0fbc' +
  '\\u102b-\\u103e\\u1056-\\u1059\\u105e-\\u1060\\u1062-\\u1064\\u1067-\\u106d\\u1071-\\u1074\\u1082-\\u108d' +
  '\\u17b4-\\u17d3\\u17dd\\u1a55-\\u1a7f\\u3099\\u309a\\uff9e\\uff9f\\ufe00-\\ufe0f]*';

const CLUSTER = new RegExp(`${LETTER}${MARKS}`, 'gu');
/** Composition and these scripts begin here: a text below it is done with one look. */
const ANY_MARK = /[\u0300-\uffff]/;
const ANY_LETTER = new RegExp(LETTER, 'u');

/** Greek letters with marks, composed: each is one UTF-16 code unit, and so is the letter without them. */
const ACCENTED_GREEK =
  /[\u0386\u0388-\u038a\u038c\u038e-\u0390\u03aa-\u03b0\u03ca-\u03ce\u1f00-\u1fbc\u1fc2-\u1fcc\u1fd0-\u1fdb\u1fe0-\u1fec\u1ff2-\u1ffc]/g;

const SEPARATOR = '\u200b';

/** Text in composed form, Greek without accents. As long as the composed text, letter for letter. */
export function unaccented(text: string): string {
  return text.normalize('NFC').replace(ACCENTED_GREEK, (letter) => letter.normalize('NFD').charAt(0));
}

/** Text as it goes to the tokenizer. */
export function separated(text: string): string {
  if (!ANY_MARK.test(text)) return text;
  const composed = unaccented(text);
  if (!ANY_LETTER.test(composed)) return composed;
  return composed.replace(CLUSTER, `${SEPARATOR}$&${SEPARATOR}`);
}

/** The text without what `separated` put in. */
export function joined(text: string): string {
  return text.replaceAll(SEPARATOR, '');
}
