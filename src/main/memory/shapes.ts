/** Between what the engine keeps and what pages and scripts see. */
import { staysOnDevice, type Tier } from '../../shared/bands.ts';
import type { Memory, MemoryFilter, MemoryInput, MemoryRow } from '../../shared/contracts/memories.ts';
import { VaultError } from '../../shared/errors.ts';
import type { EpisodicFilter, EpisodicRecord, EpisodicRow } from '../storage/stores/episodic/contract.ts';
import { formatInstant, formatUtc, parseInstant } from './times.ts';

/** Until when a deletion of this memory can be undone, ISO 8601; null where none is under way. */
export type DeletingUntil = (id: string) => string | null;

export function memoryRow(spaceId: string, row: EpisodicRow, deletingUntil: DeletingUntil): MemoryRow {
  return { ...common(spaceId, row, deletingUntil), excerpt: row.excerpt };
}

export function wholeMemory(
  space: { readonly id: string; readonly tier: Tier },
  record: EpisodicRecord,
  nameOf: (personId: string) => string,
  deletingUntil: DeletingUntil,
): Memory {
  return {
    ...common(space.id, record, deletingUntil),
    text: record.text,
    author: { id: record.authorId, name: nameOf(record.authorId) },
    createdAt: formatUtc(record.createdMs),
    updatedAt: formatUtc(record.updatedMs),
    staysOnDevice: staysOnDevice(space.tier, record.band),
    receipt: record.receipt,
  };
}

function common(spaceId: string, row: Omit<EpisodicRow, 'excerpt'>, deletingUntil: DeletingUntil) {
  return {
    id: row.id,
    spaceId,
    version: row.version,
    at: formatInstant(row),
    dateOnly: row.dateOnly,
    title: row.title,
    band: row.band,
    kind: row.kind,
    tags: [...row.tags],
    people: [...row.people],
    externalId: row.externalId,
    attachments: row.attachments.map((attachment) => ({ ...attachment })),
    deletingUntil: deletingUntil(row.id),
  };
}

/** The content fields of a memory as the episodic store takes them, without what only imports know. */
export function episodicContent(input: MemoryInput) {
  const { at, ...content } = input;
  return { ...content, ...parseInstant(at) };
}

export function episodicFilter({ before, after, ...filter }: MemoryFilter): EpisodicFilter {
  return {
    ...filter,
    ...(before === undefined ? {} : { beforeMs: parseInstant(before).atMs }),
    ...(after === undefined ? {} : { afterMs: parseInstant(after).atMs }),
  };
}

export function memoryNotFound(id: string): VaultError {
  return new VaultError('MEMORY_NOT_FOUND', 'There is no memory with this id in this space.', {
    hint: 'It may have been deleted; the tombstones say when and by whom.',
    details: { id },
  });
}
