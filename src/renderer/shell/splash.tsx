/** Before main has said how things stand. */
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../components/error-notice.tsx';
import { useSession } from '../state/session.ts';

/** Nothing, mostly; an error where main does not answer. */
export function Splash() {
  const { t } = useTranslation();
  const error = useSession((store) => store.error);
  return (
    <main className="mx-auto flex h-full max-w-md flex-col justify-center px-6">
      <h1 className="sr-only">{t('app.name')}</h1>
      {error && <ErrorNotice error={error} onRetry={() => void useSession.getState().load()} />}
    </main>
  );
}
