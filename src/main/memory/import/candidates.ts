/**
 * From what a source says to what the vault takes: the contract decides, and its verdict is put in words.
 *
 * Lists of labels arrive as YAML lists, as comma-separated text, with or without `#`; they leave as clean, unique
 * labels. Values the contract refuses are refused here, by the name of their field and without their content.
 */
import { createHash } from 'node:crypto';
import { BANDS, type Band } from '../../../shared/bands.ts';
import { type MemoryInput, memoryInputSchema } from '../../../shared/contracts/memories.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { type ImportAttachment, Refused } from './entries.ts';

/** Checks a candidate against the contract. Throws `Refused` INVALID_SHAPE or TOO_LARGE. */
export function memoryInput(candidate: Record<string, unknown>): MemoryInput {
  const parsed = memoryInputSchema.safeParse(candidate);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path[0];
  if (typeof candidate.text === 'string' && Buffer.byteLength(candidate.text) > LIMITS.textBytes) {
    throw new Refused('TOO_LARGE');
  }
  if (field === 'at') throw new Refused('INVALID_DATE');
  throw new Refused(
    'INVALID_SHAPE',
    `Its field "${String(field ?? 'memory')}" does not fit: ${issue?.message}`,
  );
}

/** Labels from a list or from comma-separated text; throws `Refused` INVALID_SHAPE for anything else. */
export function labels(value: unknown, field: string): string[] {
  if (value === undefined || value === null) return [];
  const given = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : null;
  if (given === null) throw new Refused('INVALID_SHAPE', `Its field "${field}" is not a list.`);
  const found = new Set<string>();
  for (const each of given) {
    if (typeof each !== 'string' && typeof each !== 'number') {
      throw new Refused('INVALID_SHAPE', `Its field "${field}" holds something that is not text.`);
    }
    const clean = String(each).trim().normalize('NFC');
    const label = field === 'tags' ? clean.replace(/^#+/, '') : clean.replace(/^\[\[(.+)\]\]$/, '$1');
    if (label.length > 0) found.add(label);
  }
  return [...found];
}

/** Takes a few more labels in, as far as the contract has room for them. */
export function withMoreTags(tags: readonly string[], more: Iterable<string>): string[] {
  const known = new Set(tags.map((tag) => tag.toLocaleLowerCase()));
  const all = [...tags];
  for (const tag of more) {
    if (all.length >= LIMITS.tagsPerMemory) break;
    if (tag.length > LIMITS.tagLength || known.has(tag.toLocaleLowerCase())) continue;
    known.add(tag.toLocaleLowerCase());
    all.push(tag);
  }
  return all;
}

export function bandOf(value: unknown, otherwise: Band | undefined): Band {
  if (value === undefined || value === null) return otherwise ?? 'GREEN';
  const band = BANDS.find((each) => typeof value === 'string' && each === value.trim().toUpperCase());
  if (band === undefined) throw new Refused('INVALID_SHAPE', `Its band is none of ${BANDS.join(', ')}.`);
  return band;
}

/** An id as a source gives it. Throws `Refused` INVALID_SHAPE. */
export function externalIdOf(value: unknown): string {
  const id = typeof value === 'number' ? String(value) : value;
  if (typeof id !== 'string' || id.trim().length === 0 || !id.isWellFormed()) {
    throw new Refused('INVALID_SHAPE', 'Its field "id" is not text.');
  }
  if (id.length > LIMITS.externalIdLength) {
    throw new Refused('INVALID_SHAPE', `Its id is longer than ${LIMITS.externalIdLength} characters.`);
  }
  return id;
}

/** An id made of a path, of bounded length and the same every time. */
export function externalIdOfPath(format: string, path: string): string {
  const id = `${format}:${path}`.normalize('NFC');
  if (id.length <= LIMITS.externalIdLength) return id;
  return `${format}:${createHash('sha256').update(path).digest('hex')}`;
}

/** Hexadecimal SHA-256 of an item and what came with it. */
export function digestOf(item: Uint8Array | string, attachments: readonly ImportAttachment[]): string {
  const hash = createHash('sha256').update(item);
  for (const { name, bytes } of attachments) {
    hash.update(`\0${name}\0`);
    if (bytes !== null) hash.update(createHash('sha256').update(bytes).digest());
  }
  return hash.digest('hex');
}
