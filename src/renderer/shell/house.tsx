/** The open vault: rail, top bar, the page. Keeps the spaces fresh while it stands. */
import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Skeleton } from '../components/skeleton.tsx';
import { ImportLine } from '../features/import/import-line.tsx';
import { CommandPalette } from '../features/palette/command-palette.tsx';
import { NewSpaceDialog } from '../features/spaces/new-space-dialog.tsx';
import { BrokenSpacePage, NoSpacePage } from '../features/spaces/space-pages.tsx';
import { PAGE_COMPONENTS } from '../pages.tsx';
import { followHealth } from '../state/health.ts';
import { useNavigation } from '../state/navigation.ts';
import { followSpaces, useCurrentSpace, useSpaces } from '../state/spaces.ts';
import { PageBoundary } from './page-boundary.tsx';
import { Rail, RailDrawer } from './rail.tsx';
import { useShortcuts } from './shortcuts.ts';
import { TopBar } from './top-bar.tsx';

const MAIN_ID = 'page';

/** Everything that is seen of an open vault. */
export function House() {
  const { t } = useTranslation();
  const page = useNavigation((place) => place.page);
  const space = useCurrentSpace();
  useShortcuts();
  useEffect(followSpaces, []);
  useEffect(followHealth, []);

  useEffect(() => {
    const parts = [t(`nav.${page}`), space?.name, t('app.name')];
    document.title = parts.filter((part) => part !== undefined).join(' · ');
    return () => {
      document.title = t('app.name');
    };
  }, [page, space?.name, t]);

  return (
    <>
      <a
        href={`#${MAIN_ID}`}
        className="-translate-y-20 fixed top-2 left-2 z-50 rounded-md bg-fill px-4 py-2 font-semibold text-on-fill focus:translate-y-0"
      >
        {t('shell.skip')}
      </a>
      <div className="flex h-full">
        <Rail />
        <div className="flex min-w-0 grow flex-col">
          <TopBar />
          <ImportLine />
          <main id={MAIN_ID} tabIndex={-1} className="@container/page relative min-h-0 grow outline-none">
            <PageBoundary key={page}>
              <CurrentPage />
            </PageBoundary>
          </main>
        </div>
      </div>
      <RailDrawer />
      <CommandPalette />
      <NewSpaceDialog />
    </>
  );
}

/** The page itself, or what stands in its place while its space is missing or cannot be opened. */
function CurrentPage() {
  const page = useNavigation((place) => place.page);
  const space = useCurrentSpace();
  const hasNone = useSpaces((store) => store.spaces?.length === 0);
  const Page = PAGE_COMPONENTS[page];
  const needsSpace = page !== 'settings' && page !== 'search' && page !== 'health';
  if (needsSpace && hasNone) return <NoSpacePage />;
  if (needsSpace && space?.problem) return <BrokenSpacePage space={space} problem={space.problem} />;
  return (
    <Suspense
      fallback={
        <div className="p-8">
          <Skeleton />
        </div>
      }
    >
      <Page />
    </Suspense>
  );
}
