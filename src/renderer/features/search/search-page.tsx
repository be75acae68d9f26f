/**
 * What was found, best first, with the passage that matched and why it did. The words to look for come from
 * the search box above; this page asks, a moment after the typing rests, and shows.
 */
import { SearchX, TextSearch } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PageHeader, PageScroll } from '../../components/page-header.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useNavigation } from '../../state/navigation.ts';
import { useCurrentSpace, useSpaces } from '../../state/spaces.ts';
import { ScopeChoice, type SearchScope } from './scope-choice.tsx';
import { SearchResult } from './search-result.tsx';
import { useJudgements } from './use-judgements.ts';
import { useSearch } from './use-search.ts';

/** The Search page. */
export function SearchPage() {
  const { t } = useTranslation(['search', 'common']);
  const query = useNavigation((place) => place.query);
  const go = useNavigation((place) => place.go);
  const space = useCurrentSpace();
  const spaces = useSpaces((store) => store.spaces);
  const [scope, setScope] = useState<SearchScope>('here');
  const wanted = query.trim();
  const spaceId = scope === 'here' ? (space?.id ?? null) : null;
  const { found, error, isLooking, retry } = useSearch(spaceId, wanted);
  const judgements = useJudgements(spaceId, wanted);

  useEffect(() => {
    // The person is typing in the box above; only a page opened some other way takes focus.
    if (document.activeElement === document.body) document.getElementById('page-title')?.focus();
  }, []);

  const nameOf = (spaceId: string) => spaces?.find((one) => one.id === spaceId)?.name ?? '';
  return (
    <PageScroll>
      <PageHeader
        title={wanted === '' ? t('title') : t('titleFor', { query: wanted })}
        subtitle={
          <span role="status">
            {found !== null && wanted !== '' ? t('count', { count: found.hits.length }) : ''}
          </span>
        }
        actions={space !== null && <ScopeChoice scope={scope} space={space.name} onChange={setScope} />}
      />
      {error !== null && <ErrorNotice error={error} onRetry={retry} />}
      {wanted === '' && <EmptyState icon={TextSearch} title={t('empty')} />}
      {wanted !== '' && error === null && found === null && <Skeleton lines={9} />}
      {wanted !== '' && found !== null && found.hits.length === 0 && !isLooking && (
        <EmptyState icon={SearchX} title={t('nothing')}>
          {t('nothingHint')}
        </EmptyState>
      )}
      {wanted !== '' && found !== null && (
        <ol aria-label={t('results')} className={`flex flex-col ${isLooking ? 'opacity-60' : ''}`}>
          {found.hits.map((hit, index) => (
            <li key={`${hit.memory.spaceId} ${hit.memory.id}`}>
              <SearchResult
                hit={hit}
                spaceName={scope === 'here' ? null : nameOf(hit.memory.spaceId)}
                helpful={judgements.of(hit)}
                onJudge={(helpful) => judgements.judge(hit, index + 1, helpful)}
                onOpen={() => go({ page: 'timeline', spaceId: hit.memory.spaceId, memoryId: hit.memory.id })}
              />
            </li>
          ))}
        </ol>
      )}
    </PageScroll>
  );
}
