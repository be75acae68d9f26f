/**
 * A folder (or one file) of Markdown notes and plain texts.
 *
 * Invariant: each file of the tree that is not hidden comes in as a memory, comes in as a note's attachment, or
 * is listed with the reason it did not. Files are opened one at a time, in the order of their paths.
 */
import { stat } from 'node:fs/promises';
import { basename, dirname, join, posix } from 'node:path';
import type { Refusal } from '../../../../shared/contracts/imports.ts';
import { LIMITS } from '../../../../shared/limits.ts';
import { type AttachmentCandidate, fileCandidate, readAttachments } from '../attachment-reading.ts';
import { readBoundedFile } from '../bounded-file.ts';
import { digestOf, externalIdOfPath, memoryInput } from '../candidates.ts';
import { whenFromMs, whenFromName } from '../dates.ts';
import { decodeText } from '../decoding.ts';
import {
  type ImportEntry,
  type ImportSource,
  Refused,
  refusalOf,
  refuse,
  type SourceOptions,
} from '../entries.ts';
import { listFolder } from '../walk.ts';
import { type Note, nameOf, parseNote } from './markdown-note.ts';
import { FileIndex, fileReferences } from './references.ts';

export const NOTE_NAME = /\.(md|markdown|mdown|mkd)$/i;
export const TEXT_NAME = /\.(txt|text)$/i;
/** A text of full length, its front matter, and a little. */
const NOTE_BYTES = LIMITS.textBytes + 1024 * 1024;

interface Tree {
  /** Absolute path of the folder. */
  readonly root: string;
  /** To come in, relative to it. */
  readonly chosen: readonly string[];
  readonly others: readonly string[];
  readonly refused: readonly Refusal[];
  readonly index: FileIndex;
}

export class FolderSource implements ImportSource {
  readonly format: 'markdown' | 'text';
  readonly #path: string;
  #tree: Promise<Tree> | null = null;

  /**
   * @param path absolute; a folder or one file
   * @param format `text` takes every note as plain text, front matter and all
   */
  constructor(path: string, format: 'markdown' | 'text') {
    this.#path = path;
    this.format = format;
  }

  async total(signal: AbortSignal): Promise<number> {
    return (await this.#listed(signal)).chosen.length;
  }

  async *entries(options: SourceOptions): AsyncGenerator<ImportEntry> {
    const tree = await this.#listed(options.signal);
    for (const refusal of tree.refused) yield { type: 'refused', refusal };
    const used = new Set<string>();
    for (const path of tree.chosen) {
      if (options.signal.aborted) return;
      try {
        yield* await this.#entry(tree, path, used, options);
      } catch (thrown) {
        yield refusalOf(path, thrown);
      }
    }
    for (const path of tree.others) {
      if (used.has(path)) continue;
      yield refuse(path, 'UNSUPPORTED', 'It is not a text, and no note refers to it.');
    }
  }

  async #entry(
    tree: Tree,
    path: string,
    used: Set<string>,
    options: SourceOptions,
  ): Promise<readonly ImportEntry[]> {
    const { bytes, modifiedMs } = await readBoundedFile(join(tree.root, path), NOTE_BYTES);
    const content = decodeText(bytes);
    const asNote = this.format === 'markdown' && NOTE_NAME.test(path);
    const note = asNote
      ? parseNote(path, content, modifiedMs, options)
      : plainText(path, content, modifiedMs, options);
    const found = asNote ? candidates(tree, path, note.input.text, used) : { files: [], missing: [] };
    const { attachments, refused } = await readAttachments(found.files, options);
    return [
      ...found.missing.map((target) => refuse(`${path} → ${target}`, 'ATTACHMENT_MISSING')),
      ...refused,
      {
        type: 'item',
        source: path,
        ...note,
        digest: digestOf(bytes, attachments),
        attachments,
        bytes: bytes.byteLength,
      },
    ];
  }

  /** Listed once, so that what was counted is what comes. */
  #listed(signal: AbortSignal): Promise<Tree> {
    this.#tree ??= this.#list(signal);
    return this.#tree;
  }

  async #list(signal: AbortSignal): Promise<Tree> {
    const whole = (await stat(this.#path)).isDirectory();
    const root = whole ? this.#path : dirname(this.#path);
    // One chosen note may show files beside it or one folder down; its whole surroundings are not searched.
    const { files, refused } = await listFolder(root, signal, whole ? undefined : 2);
    if (!whole) {
      return { root, chosen: [basename(this.#path)], others: [], refused: [], index: new FileIndex(files) };
    }
    const isChosen = (path: string): boolean => NOTE_NAME.test(path) || TEXT_NAME.test(path);
    return {
      root,
      chosen: files.filter(isChosen),
      others: files.filter((path) => !isChosen(path)),
      refused,
      index: new FileIndex(files),
    };
  }
}

function plainText(path: string, content: string, modifiedMs: number, options: SourceOptions): Note {
  if (content.trim().length === 0) throw new Refused('EMPTY');
  if (content.includes('\0')) throw new Refused('UNSUPPORTED', 'It holds binary data, not text.');
  const name = nameOf(path);
  const { at, dateOnly } = whenFromName(name) ?? whenFromMs(modifiedMs);
  return {
    externalId: externalIdOfPath('text', path),
    input: memoryInput({ title: name, text: content, at, dateOnly, band: options.band ?? 'GREEN' }),
  };
}

/** The files that a note shows or points to. Only what it shows is missed when it is not there. */
function candidates(
  tree: Tree,
  note: string,
  text: string,
  used: Set<string>,
): { readonly files: readonly AttachmentCandidate[]; readonly missing: readonly string[] } {
  const files = new Map<string, AttachmentCandidate>();
  const missing: string[] = [];
  const names = new Set<string>();
  for (const { target, embedded } of fileReferences(text)) {
    const path = tree.index.resolve(note, target);
    if (path === null) {
      // `![[Another note]]` shows a note, which comes in as a memory of its own.
      const isFile = /\.[a-z0-9]{1,5}$/i.test(target) && !NOTE_NAME.test(target);
      if (embedded && isFile) missing.push(target);
      continue;
    }
    if (NOTE_NAME.test(path) || TEXT_NAME.test(path) || files.has(path)) continue;
    const short = posix.basename(path);
    const name = names.has(short) ? path : short;
    names.add(name);
    used.add(path);
    files.set(path, fileCandidate(name, path, join(tree.root, path)));
  }
  return { files: [...files.values()], missing };
}
