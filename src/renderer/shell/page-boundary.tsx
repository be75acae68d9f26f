/** Catches what a page throws while it renders, so that the rest of the window stays. */
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';

interface PageBoundaryProps {
  readonly children: ReactNode;
}

interface PageBoundaryState {
  readonly failed: boolean;
}

/** Shows a plain sentence instead of a page that failed. Give it the page's name as key. */
export class PageBoundary extends Component<PageBoundaryProps, PageBoundaryState> {
  override state: PageBoundaryState = { failed: false };

  static getDerivedStateFromError(): PageBoundaryState {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <PageStopped /> : this.props.children;
  }
}

function PageStopped() {
  const { t } = useTranslation();
  return (
    <div role="alert" className="mx-auto flex max-w-md flex-col gap-3 px-6 py-16">
      <h1 className="font-semibold font-serif text-xl">{t('crash.title')}</h1>
      <p className="text-ink-soft">{t('crash.body')}</p>
      <div>
        <Button variant="primary" onPress={() => window.location.reload()}>
          {t('crash.reload')}
        </Button>
      </div>
    </div>
  );
}
