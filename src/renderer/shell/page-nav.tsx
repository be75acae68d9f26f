/** The pages of the app, as a list of places to go. */
import { TriangleAlert } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useNeedsAttention } from '../state/health.ts';
import { PAGES, type PageName, useNavigation } from '../state/navigation.ts';
import { useWindow } from '../state/window.ts';
import { PAGE_ICONS } from './page-icons.ts';

/** What people come for stands in a list; the machinery, one step away, below it in two small columns. */
const QUIET: ReadonlySet<PageName> = new Set([
  'import',
  'receipts',
  'tombstones',
  'migrations',
  'health',
  'settings',
]);

/** A navigation landmark with one button a page. */
export function PageNav() {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('nav.label')} className="shrink-0 border-line border-t p-2">
      <ul>
        {PAGES.filter((page) => !QUIET.has(page)).map((page) => (
          <PageItem key={page} page={page} look="gap-3 px-3 py-1.5 text-base" />
        ))}
      </ul>
      <ul className="mt-2 grid grid-cols-[auto_auto] gap-x-0.5 border-line border-t pt-2">
        {PAGES.filter((page) => QUIET.has(page)).map((page) => (
          <PageItem key={page} page={page} look="min-h-7 gap-1.5 px-1.5 py-1 text-xs" />
        ))}
      </ul>
    </nav>
  );
}

function PageItem({ page, look }: { readonly page: PageName; readonly look: string }) {
  const { t } = useTranslation();
  const here = useNavigation((place) => place.page === page);
  const Icon = PAGE_ICONS[page];
  const open = () => {
    useNavigation.getState().go({ page });
    useWindow.getState().close();
  };
  return (
    <li className="min-w-0">
      <AriaButton
        {...(here ? { 'aria-current': 'page' as const } : {})}
        onPress={open}
        className={`flex w-full cursor-default items-center rounded-md text-left hover:bg-hover ${look} ${here ? 'bg-hover font-semibold text-ink' : 'text-ink-soft'}`}
      >
        <Icon aria-hidden strokeWidth={1.75} className="size-4 shrink-0" />
        <span className="truncate">{t(`nav.${page}`)}</span>
        {page === 'health' && <HealthMark />}
      </AriaButton>
    </li>
  );
}

/** Beside the Health page's name while something there wants to be looked at. */
function HealthMark() {
  const { t } = useTranslation();
  const needsAttention = useNeedsAttention();
  return needsAttention ? (
    <TriangleAlert
      role="img"
      aria-label={t('nav.healthMark')}
      className="ms-auto size-4 shrink-0 text-amber"
    />
  ) : null;
}
