import { useTranslation } from 'react-i18next';
import { PageHeader, PageScroll } from '../../components/page-header.tsx';

/** Theme, language, locking, keys. */
export function SettingsPage() {
  const { t } = useTranslation();
  return (
    <PageScroll>
      <PageHeader title={t('nav.settings')} />
    </PageScroll>
  );
}
