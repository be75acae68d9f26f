/**
 * YAML front matter of a note.
 *
 * Invariant: front matter can neither exhaust memory (aliases are counted, its size is bounded) nor make values
 * of types other than plain YAML 1.2 core. What it says that the vault has no place for is handed on, not dropped.
 */
import { parseDocument, stringify } from 'yaml';
import { IMPORT_LIMITS, Refused } from '../entries.ts';

export interface FrontMatter {
  /** Fields by their name in lower case. */
  readonly fields: ReadonlyMap<string, unknown>;
  /** The note after it, unchanged. */
  readonly body: string;
}

const OPENING = /^---[ \t]*\r?\n/;
const CLOSING = /^(?:---|\.\.\.)[ \t]*\r?$/m;

/** Throws `Refused` INVALID_SHAPE where there is front matter and it cannot be read. */
export function parseFrontMatter(note: string): FrontMatter {
  const none: FrontMatter = { fields: new Map(), body: note };
  const opening = OPENING.exec(note);
  if (opening === null) return none;
  // Looked for within the bound alone: a rule at the top of a long text is a rule.
  const window = note.slice(opening[0].length, opening[0].length + IMPORT_LIMITS.frontMatterBytes);
  const closing = CLOSING.exec(window);
  if (closing === null) return none;
  const value = parseYaml(window.slice(0, closing.index));
  const bodyStart = opening[0].length + closing.index + closing[0].length;
  const body = note.slice(bodyStart).replace(/^\n/, '');
  if (value === null) return { fields: new Map(), body };
  if (typeof value !== 'object' || Array.isArray(value)) return none;
  return {
    fields: new Map(Object.entries(value).map(([key, field]) => [key.trim().toLowerCase(), field])),
    body,
  };
}

function parseYaml(source: string): unknown {
  try {
    const document = parseDocument(source, {
      schema: 'core',
      logLevel: 'silent',
      stringKeys: true,
      uniqueKeys: true,
    });
    const problem = document.errors[0];
    if (problem !== undefined) {
      const line = (problem.linePos?.[0].line ?? 0) + 1;
      throw new Refused('INVALID_SHAPE', `Its front matter is not valid YAML (line ${line} of the file).`);
    }
    return document.toJS({ maxAliasCount: IMPORT_LIMITS.frontMatterAliases });
  } catch (thrown) {
    if (thrown instanceof Refused) throw thrown;
    // A ReferenceError is the alias bound, a RangeError nesting past the stack.
    throw new Refused('INVALID_SHAPE', 'Its front matter is too deep or refers to itself too often.', thrown);
  }
}

/** Fields that no memory has a place for, as a block that the reading view shows; empty where there are none. */
export function leftOverBlock(fields: ReadonlyMap<string, unknown>, known: ReadonlySet<string>): string {
  const left = [...fields].filter(([key, value]) => !known.has(key) && value !== null && value !== '');
  if (left.length === 0) return '';
  return `\n\n\`\`\`yaml\n${stringify(Object.fromEntries(left)).trimEnd()}\n\`\`\`\n`;
}
