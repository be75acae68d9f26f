import { useTranslation } from 'react-i18next';
import { PageHeader, PageScroll } from '../../components/page-header.tsx';

/** Stands here until the real page is in. */
export function TimelinePage() {
  const { t } = useTranslation();
  return (
    <PageScroll>
      <PageHeader title={t('nav.timeline')} />
    </PageScroll>
  );
}
