/** Finds memories by their words and gathers those that belong to a scenario. */
import { Link2, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { LIMITS } from '../../../shared/limits.ts';
import { invoke } from '../../bridge.ts';
import { TextField } from '../../components/text-field.tsx';

interface Found {
  readonly id: string;
  readonly title: string;
}

interface MemoryFinderProps {
  readonly spaceId: string;
  readonly memories: readonly Found[];
  readonly onChange: (memories: readonly Found[]) => void;
}

const SHOWN = 5;
const MOST = 20;
const PAUSE_MS = 200;

export function MemoryFinder({ spaceId, memories, onChange }: MemoryFinderProps) {
  const { t } = useTranslation('scenarios');
  const [query, setQuery] = useState('');
  const found = useFound(spaceId, query.trim());
  const chosen = new Set(memories.map(({ id }) => id));
  const add = (memory: Found) => {
    onChange([...memories, memory].slice(0, MOST));
    setQuery('');
  };
  return (
    <div className="flex flex-col gap-2">
      <TextField
        label={t('form.memories')}
        description={t('form.memoriesHint')}
        value={query}
        maxLength={LIMITS.queryLength}
        onChange={setQuery}
        autoComplete="off"
      />
      {found.length > 0 && (
        <ul
          aria-label={t('form.found')}
          className="flex flex-col rounded-md border border-line bg-raised p-1"
        >
          {found
            .filter(({ id }) => !chosen.has(id))
            .map((memory) => (
              <li key={memory.id}>
                <AriaButton
                  onPress={() => add(memory)}
                  className="flex w-full cursor-default items-center gap-2 rounded px-2.5 py-1.5 text-left hover:bg-hover"
                >
                  <Link2 aria-hidden className="size-4 shrink-0 text-ink-faint" />
                  <bdi className="truncate">{memory.title || t('untitled')}</bdi>
                </AriaButton>
              </li>
            ))}
        </ul>
      )}
      {memories.length > 0 && (
        <ul aria-label={t('form.memories')} className="flex flex-wrap gap-1.5">
          {memories.map(({ id, title }) => (
            <li key={id}>
              <AriaButton
                aria-label={t('form.unlink', { title: title || t('untitled') })}
                onPress={() => onChange(memories.filter((one) => one.id !== id))}
                className="inline-flex max-w-64 cursor-default items-center gap-1 rounded bg-sunk py-0.5 pr-1 pl-2 text-sm hover:bg-hover"
              >
                <bdi className="truncate">{title || t('untitled')}</bdi>
                <X aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
              </AriaButton>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function useFound(spaceId: string, query: string): readonly Found[] {
  const [found, setFound] = useState<readonly Found[]>([]);
  useEffect(() => {
    if (query === '') {
      setFound([]);
      return;
    }
    let wanted = true;
    const timer = setTimeout(async () => {
      const answer = await invoke('memories.search', { spaceId, query, limit: SHOWN });
      if (wanted && answer.ok) {
        setFound(answer.value.hits.map(({ memory }) => ({ id: memory.id, title: memory.title })));
      }
    }, PAUSE_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [spaceId, query]);
  return found;
}
