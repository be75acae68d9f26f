/**
 * Statements that took long: their text with `?` where values were, their plan, never a value.
 *
 * Invariant: `withPlaceholders` leaves nothing of a literal in a text, whoever wrote the statement; values that were
 * bound are not in the text in the first place and are never looked at here. A bounded ring.
 */

export interface SlowStatementRecord {
  readonly atMs: number;
  /** `episodic.page`; empty where it was part of no query or command. */
  readonly part: string;
  readonly statement: string;
  readonly plan: readonly string[];
  readonly milliseconds: number;
  readonly correlationId: string | null;
}

/** Milliseconds from which a statement is slow, where nobody says otherwise. */
export const SLOW_MS = 100;
const MOST = 100;
const TEXT_LENGTH = 2_000;

/** In order: text, blob and quoted names; numbers. Quoted and bare names stay as they are. */
const PARTS =
  /[xX]?'(?:[^']|'')*'?|"(?:[^"]|"")*"?|[A-Za-z_][A-Za-z0-9_$]*|\d[\w.]*(?:[eE][+-]?\d+)?|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;

/** A statement's text with every literal replaced by `?`, comments gone, in one line. */
export function withPlaceholders(sql: string): string {
  const text = sql.replace(PARTS, (part) => {
    if (part.startsWith('--') || part.startsWith('/*')) return ' ';
    if (part.startsWith('"') || (/^[A-Za-z_]/.test(part) && !/^[xX]'/.test(part))) return part;
    return '?';
  });
  return text.replace(/\s+/g, ' ').trim().slice(0, TEXT_LENGTH);
}

/** The slowest of late; a statement's text appears with its newest run. */
export class SlowStatementLog {
  #records: SlowStatementRecord[] = [];

  add(...records: readonly SlowStatementRecord[]): void {
    this.#records.push(...records);
    if (this.#records.length > MOST) this.#records = this.#records.slice(-MOST);
  }

  /** Newest first. */
  get records(): readonly SlowStatementRecord[] {
    return this.#records.toReversed();
  }

  take(): readonly SlowStatementRecord[] {
    const taken = this.#records;
    this.#records = [];
    return taken;
  }
}
