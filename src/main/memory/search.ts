/**
 * Finding memories by their words, in one space or in all that are open to me.
 *
 * Scores of two spaces are not comparable (each has its own statistics): over several spaces they are taken
 * relative to the best of their space.
 */
import type { MemoryFilter, SearchHit } from '../../shared/contracts/memories.ts';
import type { OpenSpace } from '../vault/contract.ts';
import { enterSpace } from './access-gate.ts';
import type { Deletion } from './deletion.ts';
import type { MemoryPorts } from './ports.ts';
import { episodicFilter, memoryRow } from './shapes.ts';

export interface SearchRequest {
  /** Null searches every space. */
  readonly spaceId: string | null;
  readonly query: string;
  readonly limit: number;
  readonly filter?: MemoryFilter;
}

export class Search {
  readonly #ports: MemoryPorts;
  readonly #deletion: Deletion;

  constructor(ports: MemoryPorts, deletion: Deletion) {
    this.#ports = ports;
    this.#deletion = deletion;
  }

  /** Best first. What is being deleted is not found any more. */
  async search(request: SearchRequest): Promise<{ hits: SearchHit[]; milliseconds: number }> {
    const started = performance.now();
    const vault = this.#ports.vaults.session();
    const ids =
      request.spaceId === null
        ? (await vault.spaces()).filter(({ problem }) => problem === null).map(({ id }) => id)
        : [request.spaceId];
    const found = await Promise.all(
      ids.map(async (id) => this.#searchSpace(await enterSpace(vault, id, 'space.open'), request)),
    );
    const hits = ids.length === 1 ? (found[0] ?? []) : found.flatMap(relative).sort(byScore);
    return { hits: hits.slice(0, request.limit), milliseconds: performance.now() - started };
  }

  async #searchSpace(space: OpenSpace, request: SearchRequest): Promise<SearchHit[]> {
    if (request.query.trim() === '') return [];
    const hits = await space.database.query('fts.search', {
      query: request.query.toWellFormed(),
      limit: request.limit,
      filter: episodicFilter(request.filter ?? {}),
    });
    const rows = await space.database.query('episodic.rows', { ids: hits.map(({ id }) => id) });
    const byId = new Map(rows.map((row) => [row.id, row]));
    return hits.flatMap(({ id, score, snippet }): SearchHit[] => {
      const row = byId.get(id);
      if (row === undefined || this.#deletion.pendingUntil(space.id, id) !== null) return [];
      const memory = memoryRow(space.id, row, () => null);
      return [{ memory, score, snippet: snippet.map((piece) => ({ ...piece })), why: ['words'] }];
    });
  }
}

const byScore = (a: SearchHit, b: SearchHit): number => b.score - a.score;

function relative(hits: readonly SearchHit[]): SearchHit[] {
  const best = hits[0]?.score ?? 0;
  return best > 0 ? hits.map((hit) => ({ ...hit, score: hit.score / best })) : [...hits];
}
