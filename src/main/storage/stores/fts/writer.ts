/**
 * fts, the writing side: puts a memory's words in and takes them out.
 *
 * The index holds no text (contentless), so taking out needs the words that were put in: they are read from the
 * sealed record before it changes. Derived: `rebuild` makes it anew.
 */
import type { ReadStatement, WritableConnection, WriteStatement } from '../../sqlite.ts';
import { BaseWriter, type CommandHandlers, digestOf, type UnitScope } from '../base-store.ts';
import type { PlainText } from '../episodic/writer.ts';
import { ftsContract } from './contract.ts';
import { separated } from './words.ts';

type Contract = typeof ftsContract;

/** Where the words come from. */
export interface PlainTextSource {
  plainText(id: string, scope: UnitScope): PlainText | null;
  allPlainText(): Iterable<PlainText>;
}

export class FtsWriter extends BaseWriter<Contract> {
  readonly contract: Contract = ftsContract;
  readonly #connection: WritableConnection;
  readonly #source: PlainTextSource;

  constructor(connection: WritableConnection, source: PlainTextSource) {
    super();
    this.#connection = connection;
    this.#source = source;
  }

  protected readonly handlers: CommandHandlers<Contract> = {
    retract: ({ id }, scope) => {
      const plain = this.#source.plainText(id, scope);
      // Taking out words that are not in would leave the index wrong for good.
      if (plain !== null && this.#indexed.get(plain.seq) !== undefined) this.#run(this.#delete, plain);
      return digestOf('retract', id);
    },

    index: ({ id }, scope) => {
      const plain = this.#source.plainText(id, scope);
      if (plain?.indexable) this.#run(this.#insert, plain);
      return digestOf('index', id);
    },
  };

  override rebuild(): void {
    this.#empty.run();
    for (const plain of this.#source.allPlainText()) {
      if (plain.indexable) this.#run(this.#insert, plain);
    }
  }

  #run(statement: WriteStatement, plain: PlainText): void {
    statement.run(
      plain.seq,
      separated(plain.title),
      separated(plain.text),
      separated(plain.labels.join('\n')),
    );
  }

  // Compiled when first used, and kept by the connection: opening a space waits for none of them.

  get #indexed(): ReadStatement<{ id: number }> {
    return this.#connection.read('SELECT id FROM memory_words_docsize WHERE id = ?');
  }

  get #insert(): WriteStatement {
    return this.#connection.write(
      'INSERT INTO memory_words (rowid, title, body, labels) VALUES (?, ?, ?, ?)',
    );
  }

  get #delete(): WriteStatement {
    return this.#connection.write(
      "INSERT INTO memory_words (memory_words, rowid, title, body, labels) VALUES ('delete', ?, ?, ?, ?)",
    );
  }

  get #empty(): WriteStatement {
    return this.#connection.write("INSERT INTO memory_words (memory_words) VALUES ('delete-all')");
  }
}
