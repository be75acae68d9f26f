/** The first page anyone sees. */
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { EntranceSheet } from '../unlock/entrance-sheet.tsx';

interface WelcomeProps {
  readonly onMake: () => void;
  readonly onOpen: () => void;
  readonly onRestore: () => void;
}

/** What this is, and the three ways in. */
export function Welcome({ onMake, onOpen, onRestore }: WelcomeProps) {
  const { t } = useTranslation(['onboarding', 'common']);
  return (
    <EntranceSheet title={t('welcome.title')} above={t('common:app.name')}>
      <p className="font-serif text-ink-soft text-lg">{t('welcome.body')}</p>
      <div className="flex flex-wrap gap-3">
        <Button variant="primary" onPress={onMake}>
          {t('welcome.make')}
        </Button>
        <Button onPress={onOpen}>{t('welcome.open')}</Button>
        <Button variant="quiet" onPress={onRestore}>
          {t('welcome.restore')}
        </Button>
      </div>
    </EntranceSheet>
  );
}
