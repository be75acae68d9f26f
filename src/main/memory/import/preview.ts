/**
 * A look at what an import would bring in. Bounded, reads no attachment, touches no vault.
 */
import type { ImportPreview, Refusal } from '../../../shared/contracts/imports.ts';
import { excerptOf } from '../excerpt.ts';
import type { ImportEntry, ImportItem } from './entries.ts';
import { ImportReader } from './reader.ts';
import type { ThreadRequest } from './thread-protocol.ts';

/** Entries and bytes after which the look stops. */
const LOOK_ENTRIES = 20_000;
const LOOK_BYTES = 64 * 1024 * 1024;
const LISTED_REFUSALS = 1000;
const SAMPLES = 8;

/** Throws SOURCE_NOT_FOUND, INVALID_INPUT. */
export async function previewImport(
  thread: URL,
  request: Omit<ThreadRequest, 'attachments'>,
): Promise<ImportPreview> {
  const { reader, format } = await ImportReader.open(thread, { ...request, attachments: 'sizes' });
  const look = new Look();
  try {
    for await (const batch of reader.batches()) {
      for (const entry of batch) look.take(entry);
      if (look.entries >= LOOK_ENTRIES || look.bytes >= LOOK_BYTES) return look.preview(format, true);
    }
    return look.preview(format, false);
  } finally {
    await reader.close();
  }
}

class Look {
  entries = 0;
  bytes = 0;
  #memories = 0;
  #attachments = 0;
  #earliest: ImportItem | null = null;
  #latest: ImportItem | null = null;
  readonly #ids = new Set<string>();
  readonly #tags = new Set<string>();
  readonly #people = new Set<string>();
  readonly #refused: Refusal[] = [];
  readonly #samples: ImportPreview['samples'] = [];

  take(entry: ImportEntry): void {
    this.entries += 1;
    if (entry.type === 'refused') {
      if (this.#refused.length < LISTED_REFUSALS) this.#refused.push(entry.refusal);
      return;
    }
    if (this.#ids.has(entry.externalId)) return;
    this.#ids.add(entry.externalId);
    this.#memories += 1;
    this.#attachments += entry.attachments.length;
    this.bytes += entry.bytes + entry.attachments.reduce((sum, { size }) => sum + size, 0);
    for (const tag of entry.input.tags) this.#tags.add(tag);
    for (const person of entry.input.people) this.#people.add(person);
    const at = Date.parse(entry.input.at);
    if (this.#earliest === null || at < Date.parse(this.#earliest.input.at)) this.#earliest = entry;
    if (this.#latest === null || at > Date.parse(this.#latest.input.at)) this.#latest = entry;
    if (this.#samples.length < SAMPLES) {
      const { title, text } = entry.input;
      this.#samples.push({ title, at: entry.input.at, excerpt: excerptOf(text) });
    }
  }

  preview(format: ImportPreview['format'], partial: boolean): ImportPreview {
    return {
      format,
      memories: this.#memories,
      attachments: this.#attachments,
      bytes: this.bytes,
      earliest: this.#earliest?.input.at ?? null,
      latest: this.#latest?.input.at ?? null,
      tags: this.#tags.size,
      people: this.#people.size,
      refused: this.#refused,
      partial,
      samples: this.#samples,
    };
  }
}
