/**
 * fts, the reading side: finds memories by their words and shows the passage that matched.
 *
 * The index holds no text, so the few memories found are opened and matched once more in a private table in memory,
 * which marks the words. Nothing plain reaches a disk.
 */
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import { openInMemory, type ReadableConnection, type WritableConnection } from '../../sqlite.ts';
import { BaseReader, type QueryHandlers } from '../base-store.ts';
import { excerptOf } from '../episodic/content.ts';
import { type MemoryLine, MemoryRecords } from '../episodic/records.ts';
import { conditionsOf } from '../episodic/timeline.ts';
import { idText } from '../record-ids.ts';
import { type FtsHit, ftsContract } from './contract.ts';
import { matchExpression } from './query-syntax.ts';
import { joined, separated } from './words.ts';

type Contract = typeof ftsContract;
type Snippet = FtsHit['snippet'];

/** Private-use characters that cannot be mistaken for a person's text: they are taken out of it first. */
const OPEN = '\u{f0000}';
const CLOSE = '\u{f0001}';
const MARKS = /[\u{f0000}\u{f0001}]/gu;
/** UTF-16 code units of one text that are looked through for a passage. */
const PASSAGE_SOURCE = 200_000;
const SNIPPET_TOKENS = 32;

/** How much a word in the title, the text and the labels counts. */
const WEIGHTS = '4.0, 1.0, 2.0';

export class FtsReader extends BaseReader<Contract> {
  readonly contract: Contract = ftsContract;
  readonly #connection: ReadableConnection;
  readonly #records: MemoryRecords;
  #passages: WritableConnection | null = null;

  constructor(connection: ReadableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#records = new MemoryRecords(connection, keys);
  }

  protected readonly handlers: QueryHandlers<Contract> = {
    search: ({ query, limit, filter }) => {
      const expression = matchExpression(query);
      if (expression === null) return [];
      const filtered = Object.values(filter).some((value) => value !== undefined);
      const { source, where, values, seq } = conditionsOf(filter);
      const restriction = filtered ? `AND w.rowid IN (SELECT ${seq} FROM ${source} WHERE ${where})` : '';
      const found = this.#connection
        .read<{ seq: number; rank: number }>(
          `SELECT w.rowid AS seq, bm25(memory_words, ${WEIGHTS}) AS rank FROM memory_words AS w
           WHERE memory_words MATCH ? ${restriction} ORDER BY rank, seq DESC LIMIT ?`,
        )
        .all(expression, ...(filtered ? values : []), limit);
      return found.flatMap(({ seq: memory, rank }) => {
        const line = this.#records.lineAt(memory);
        if (line === null) return [];
        return [{ id: idText(line.id), score: -rank, snippet: this.#passage(line, expression) }];
      });
    },
  };

  #table(): WritableConnection {
    if (this.#passages === null) {
      this.#passages = openInMemory();
      this.#passages.script(
        `CREATE VIRTUAL TABLE passage USING fts5 (title, body, labels,
           tokenize = "porter unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'")`,
      );
    }
    return this.#passages;
  }

  #passage(line: MemoryLine, expression: string): Snippet {
    const content = this.#records.content(line);
    const clean = (text: string): string => separated(text.slice(0, PASSAGE_SOURCE).replace(MARKS, ''));
    const table = this.#table();
    table
      .write('INSERT INTO passage (rowid, title, body, labels) VALUES (1, ?, ?, ?)')
      .run(clean(content.title), clean(content.text), clean([...content.tags, ...content.people].join(', ')));
    const row = table
      .read<{ text: string }>(
        `SELECT snippet(passage, -1, '${OPEN}', '${CLOSE}', '…', ${SNIPPET_TOKENS}) AS text
         FROM passage WHERE passage MATCH ?`,
      )
      .get(expression);
    table.write('DELETE FROM passage').run();
    return row === undefined ? [{ text: excerptOf(content.text), match: false }] : pieces(joined(row.text));
  }
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
