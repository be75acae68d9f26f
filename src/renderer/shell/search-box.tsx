/** The search box that is always there. What is typed is the Search page's query; the page does the searching. */
import { Search, X } from 'lucide-react';
import { Button as AriaButton, Input, SearchField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { LIMITS } from '../../shared/limits.ts';
import { useNavigation } from '../state/navigation.ts';

export const SEARCH_BOX_ID = 'search-box';

/** One line; typing in it opens the Search page, Escape empties it. */
export function SearchBox() {
  const { t } = useTranslation();
  const onSearchPage = useNavigation((place) => place.page === 'search');
  const query = useNavigation((place) => place.query);

  const type = (text: string) => {
    const { adjust, go } = useNavigation.getState();
    if (onSearchPage) adjust({ query: text });
    else if (text !== '') go({ page: 'search', query: text });
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is not announced as a landmark everywhere yet.
    <div role="search" className="min-w-0 max-w-xl grow">
      <SearchField
        aria-label={t('shell.search')}
        value={onSearchPage ? query : ''}
        onChange={type}
        maxLength={LIMITS.queryLength}
        className="group relative flex items-center"
      >
        <Search aria-hidden className="pointer-events-none absolute left-3 size-4 text-ink-faint" />
        <Input
          id={SEARCH_BOX_ID}
          placeholder={t('shell.search')}
          className="h-10 w-full rounded-md border border-line bg-sunk pr-10 pl-9 text-base text-ink [&::-webkit-search-cancel-button]:hidden placeholder:text-ink-faint hover:border-line-strong focus:border-accent focus:bg-raised"
        />
        <kbd className="pointer-events-none absolute right-3 hidden rounded border border-line bg-raised px-1.5 font-sans text-ink-faint text-xs group-data-[empty]:block">
          <span className="sr-only">{t('shell.searchHint')}</span>
          <span aria-hidden>/</span>
        </kbd>
        <AriaButton className="absolute right-1 flex size-8 cursor-default items-center justify-center rounded text-ink-faint hover:text-ink group-data-[empty]:hidden">
          <X aria-hidden className="size-4" />
        </AriaButton>
      </SearchField>
    </div>
  );
}
