/** What is seen: the way in while no vault is open, the house once one is. */
import { I18nProvider } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { ToastRegion } from './components/toast-region.tsx';
import { Entrance } from './features/unlock/entrance.tsx';
import { House } from './shell/house.tsx';
import { Splash } from './shell/splash.tsx';
import { useSession } from './state/session.ts';

/** The root of everything. */
export function App() {
  const { i18n } = useTranslation();
  return (
    <I18nProvider locale={i18n.language}>
      <CurrentRoom />
      <ToastRegion />
    </I18nProvider>
  );
}

function CurrentRoom() {
  const session = useSession((store) => store.session);
  if (session === null) return <Splash />;
  if (session.state === 'unlocked' && session.recoveryConfirmed) return <House />;
  return <Entrance session={session} />;
}
