/**
 * The passage of a memory that matched, with the words marked.
 *
 * The index holds no text, so the few memories that are shown are opened and matched once more in a private table in
 * memory. Nothing plain reaches a disk.
 */
import { openInMemory, type WritableConnection } from '../../sqlite.ts';
import { type Content, excerptOf } from '../episodic/content.ts';
import type { FtsHit } from './contract.ts';
import { joined, separated } from './words.ts';

type Snippet = FtsHit['snippet'];

/** Private-use characters that cannot be mistaken for a person's text: they are taken out of it first. */
const OPEN = '\u{f0000}';
const CLOSE = '\u{f0001}';
const MARKS = /[\u{f0000}\u{f0001}]/gu;
const ELLIPSIS = '…';
/** UTF-16 code units of one text that are looked through for a passage. */
const PASSAGE_SOURCE = 200_000;
const SNIPPET_TOKENS = 32;

export class Passages {
  #opened: WritableConnection | null = null;

  /** @param expression what found the memory */
  of(content: Content, expression: string): Snippet {
    const columns = [content.title, content.text, [...content.tags, ...content.people].join(', ')].map(
      (text) => text.slice(0, PASSAGE_SOURCE).replace(MARKS, '').normalize('NFC'),
    );
    const table = this.#table();
    table
      .write('INSERT INTO passage (rowid, title, body, labels) VALUES (1, ?, ?, ?)')
      .run(...columns.map(separated));
    const row = table
      .read<{ text: string }>(
        `SELECT snippet(passage, -1, '${OPEN}', '${CLOSE}', '${ELLIPSIS}', ${SNIPPET_TOKENS}) AS text
         FROM passage WHERE passage MATCH ?`,
      )
      .get(expression);
    table.write('DELETE FROM passage').run();
    if (row === undefined) return [{ text: excerptOf(content.text), match: false }];
    return pieces(asWritten(joined(row.text), columns));
  }

  #table(): WritableConnection {
    if (this.#opened === null) {
      this.#opened = openInMemory();
      this.#opened.script(
        `CREATE VIRTUAL TABLE passage USING fts5 (title, body, labels,
           tokenize = "porter unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'")`,
      );
    }
    return this.#opened;
  }
}

/**
 * The marked passage as the person wrote it: what was put in the table has lost accents, letter for letter, so the
 * place of the passage in it is its place in the text.
 */
function asWritten(marked: string, columns: readonly string[]): string {
  const plain = marked.replace(MARKS, '');
  for (const column of columns) {
    const written = joined(column);
    const searched = joined(separated(column));
    if (written === searched) continue;
    const body = plain.slice(
      plain.startsWith(ELLIPSIS) ? 1 : 0,
      plain.endsWith(ELLIPSIS) ? -1 : plain.length,
    );
    const place = searched.indexOf(body);
    if (place < 0 || body === '') continue;
    const letters = written.slice(place, place + body.length);
    let next = 0;
    let dots = plain.startsWith(ELLIPSIS) ? 1 : 0;
    return Array.from(marked, (character) => {
      if (character === OPEN || character === CLOSE) return character;
      if (dots > 0) {
        dots -= 1;
        return character;
      }
      if (next >= letters.length) return character;
      const here = letters.slice(next, next + character.length);
      next += character.length;
      return here;
    }).join('');
  }
  return marked;
}

/** Splits at the marks; neighbouring matches (letters of one word in Chinese, say) are one piece. */
function pieces(marked: string): Snippet {
  const found: { text: string; match: boolean }[] = [];
  let match = false;
  for (const part of marked.split(/([\u{f0000}\u{f0001}])/u)) {
    if (part === OPEN) match = true;
    else if (part === CLOSE) match = false;
    else if (part !== '') {
      const last = found.at(-1);
      if (last !== undefined && last.match === match) last.text += part;
      else found.push({ text: part, match });
    }
  }
  return found;
}
