import { useTranslation } from 'react-i18next';
import { PageHeader, PageScroll } from '../../components/page-header.tsx';

/** Stands here until the real page is in. */
export function TombstonesPage() {
  const { t } = useTranslation();
  return (
    <PageScroll>
      <PageHeader title={t('nav.tombstones')} />
    </PageScroll>
  );
}
