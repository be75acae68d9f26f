/**
 * What a Markdown text refers to: inline tags, and files of its folder.
 *
 * Text is never changed here. References inside code are code. Resolving goes through an index of the files that
 * the walk saw, so that no reference (`../../etc/passwd`, `file:`) can reach anything outside the folder.
 */
import { posix } from 'node:path';

export interface FileReference {
  /** As the text has it, decoded, without size or anchor. */
  readonly target: string;
  /** `![…]` shows the file; a plain link only points to it. */
  readonly embedded: boolean;
}

// None of these can be made to run long: no part may cross the character that begins the next match.
const CODE = /(^|\n)(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:\n\2|$)|`[^`\n]+`/g;
const TAG = /(?<=^|[\s(])#([\p{L}\p{N}_/-]{1,81})/gu;
const WIKI = /(!?)\[\[([^[\]|#\n]{1,500})(?:#[^[\]|\n]*)?(?:\|[^[\]\n]*)?\]\]/g;
const LINK =
  /(!?)\[[^[\]\n]{0,1000}\]\(\s*(?:<([^<>\n]{1,1000})>|([^\s()<>]{1,1000}))(?:\s+"[^"\n]*")?\s*\)/g;
const HTML = /<(?:img|video|audio|source)\b[^<>\n]{0,1000}?\bsrc\s*=\s*["']([^"'\n]{1,1000})["']/gi;
const SCHEME = /^(?:[a-z][a-z0-9+.-]+:|\/\/|#|data:)/i;

/** The text with code blanked out, of the same length. */
function withoutCode(text: string): string {
  if (!text.includes('`') && !text.includes('~~~')) return text;
  return text.replace(CODE, (code) => ' '.repeat(code.length));
}

/** `#tags` of the text, in order, each once. As in Obsidian, a tag holds at least one character that is no digit. */
export function inlineTags(text: string): string[] {
  if (!text.includes('#')) return [];
  const tags = new Set<string>();
  for (const [, tag] of withoutCode(text).matchAll(TAG)) {
    const clean = tag?.replace(/[/-]+$/, '').normalize('NFC') ?? '';
    if (/[^\d/_-]/u.test(clean)) tags.add(clean);
  }
  return [...tags];
}

export function fileReferences(text: string): FileReference[] {
  if (!text.includes('](') && !text.includes('[[') && !/<(?:img|video|audio|source)/i.test(text)) return [];
  const found = new Map<string, FileReference>();
  const note = (target: string | undefined, embedded: boolean): void => {
    const clean = target?.trim() ?? '';
    if (clean.length === 0 || SCHEME.test(clean)) return;
    const known = found.get(clean);
    if (known === undefined || (embedded && !known.embedded)) found.set(clean, { target: clean, embedded });
  };
  const prose = withoutCode(text);
  for (const [, mark, target] of prose.matchAll(WIKI)) note(target, mark === '!');
  for (const [, mark, bracketed, bare] of prose.matchAll(LINK)) {
    const target = bracketed ?? bare ?? '';
    if (!SCHEME.test(target)) note(decoded(target.replace(/[?#].*$/, '')), mark === '!');
  }
  for (const [, source] of prose.matchAll(HTML)) {
    if (source !== undefined && !SCHEME.test(source)) note(decoded(source), true);
  }
  return [...found.values()];
}

function decoded(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}

/** The title that a text gives itself: its first heading outside code. */
export function firstHeading(text: string): string | null {
  const heading = /^ {0,3}#{1,6}[ \t]+(\S.*)$/m.exec(withoutCode(text.slice(0, 20_000)));
  const title = heading?.[1]?.replace(/[ \t]+#+[ \t]*$/, '').trim();
  return title === undefined || title.length === 0 ? null : title;
}

/** Finds the files that notes of one folder refer to, the way Obsidian does: beside, from the top, by name. */
export class FileIndex {
  readonly #paths: ReadonlySet<string>;
  readonly #byName = new Map<string, string>();

  /** @param paths relative to the folder, with `/`. */
  constructor(paths: readonly string[]) {
    this.#paths = new Set(paths);
    for (const path of paths) {
      const name = posix.basename(path).toLowerCase();
      const known = this.#byName.get(name);
      if (known === undefined || path.length < known.length) this.#byName.set(name, path);
    }
  }

  /** @param note the path of the note that refers to it. */
  resolve(note: string, target: string): string | null {
    const wanted = target.replaceAll('\\', '/');
    const beside = posix.join(posix.dirname(note), wanted);
    const fromTop = posix.normalize(wanted).replace(/^\/+/, '');
    for (const path of [beside, fromTop]) if (this.#paths.has(path)) return path;
    return wanted.startsWith('../') ? null : (this.#byName.get(posix.basename(wanted).toLowerCase()) ?? null);
  }
}
