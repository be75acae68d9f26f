/** Reads a whole source in this process, for tests of what it gives. */
import type { Refusal } from '../../../shared/contracts/imports.ts';
import type { ImportItem, ImportSource, SourceOptions } from '../import/entries.ts';

export interface SourceContent {
  readonly items: readonly ImportItem[];
  readonly refused: readonly Refusal[];
  /** `source CODE` of each refusal. */
  readonly fates: readonly string[];
}

export async function readSource(
  source: ImportSource,
  options: Partial<SourceOptions> = {},
): Promise<SourceContent> {
  const items: ImportItem[] = [];
  const refused: Refusal[] = [];
  const { signal } = new AbortController();
  for await (const entry of source.entries({ attachments: 'bytes', band: undefined, signal, ...options })) {
    if (entry.type === 'item') items.push(entry);
    else refused.push(entry.refusal);
  }
  return { items, refused, fates: refused.map(({ source: name, code }) => `${name} ${code}`) };
}
