/** What is seen: the way in while no vault is open, the house once one is. */
import { Suspense } from 'react';
import { I18nProvider } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Skeleton } from './components/skeleton.tsx';
import { ToastRegion } from './components/toast-region.tsx';
import { PAGE_COMPONENTS } from './pages.tsx';
import { useNavigation } from './state/navigation.ts';

/** The root of everything. */
export function App() {
  const { i18n } = useTranslation();
  const page = useNavigation((place) => place.page);
  const Page = PAGE_COMPONENTS[page];
  return (
    <I18nProvider locale={i18n.language}>
      <main className="@container/page h-full">
        <Suspense fallback={<Skeleton />}>
          <Page />
        </Suspense>
      </main>
      <ToastRegion />
    </I18nProvider>
  );
}
