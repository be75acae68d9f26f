/** The pages of the app, as a list of places to go. */

import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { PAGES, type PageName, useNavigation } from '../state/navigation.ts';
import { useWindow } from '../state/window.ts';
import { PAGE_ICONS } from './page-icons.ts';

/** A navigation landmark with one button a page. */
export function PageNav() {
  const { t } = useTranslation();
  const current = useNavigation((place) => place.page);
  const open = (page: PageName) => {
    useNavigation.getState().go({ page });
    useWindow.getState().close();
  };
  return (
    <nav aria-label={t('nav.label')} className="shrink-0 border-line border-t p-2">
      <ul>
        {PAGES.map((page) => {
          const Icon = PAGE_ICONS[page];
          const here = page === current;
          return (
            <li key={page}>
              <AriaButton
                {...(here ? { 'aria-current': 'page' as const } : {})}
                onPress={() => open(page)}
                className={`flex w-full cursor-default items-center gap-3 rounded-md px-3 py-1.5 text-left text-base hover:bg-hover ${here ? 'bg-hover font-semibold text-ink' : 'text-ink-soft'}`}
              >
                <Icon aria-hidden strokeWidth={1.75} className="size-4 shrink-0" />
                {t(`nav.${page}`)}
              </AriaButton>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
