/** Following a wiki link: the memory of that title where there is exactly that, a search for it otherwise. */
import type { SearchHit } from '../../../shared/contracts/memories.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { invoke } from '../../bridge.ts';
import { useNavigation } from '../../state/navigation.ts';

const LOOKED_THROUGH = 50;

const plain = (title: string): string => title.normalize('NFC').trim().toLowerCase();

/** The hit whose title is the one that was asked for, whatever its case. */
export function hitWithTitle(hits: readonly SearchHit[], title: string): SearchHit | undefined {
  return (
    hits.find(({ memory }) => memory.title === title) ??
    hits.find(({ memory }) => plain(memory.title) === plain(title))
  );
}

/** Opens the memory with this title in this space, or searches for the words. */
export async function openTitle(spaceId: string, title: string): Promise<void> {
  const query = title.slice(0, LIMITS.queryLength);
  const answer = await invoke('memories.search', { spaceId, query, limit: LOOKED_THROUGH });
  const hit = answer.ok ? hitWithTitle(answer.value.hits, title) : undefined;
  const { go } = useNavigation.getState();
  if (hit !== undefined) go({ page: 'timeline', memoryId: hit.memory.id });
  else go({ page: 'search', query });
}
