/** Above every page: the way to the rail where it is folded away, search, commands, a new memory. */
import { Command, Menu, PenLine } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../components/button.tsx';
import { useUnlocked } from '../state/session.ts';
import { useWindow } from '../state/window.ts';
import { SearchBox } from './search-box.tsx';
import { runCommand } from './shortcuts.ts';

/** The top bar. */
export function TopBar() {
  const { t } = useTranslation();
  const show = useWindow((store) => store.show);
  const demo = useUnlocked()?.demo ?? false;
  return (
    <header className="shrink-0 border-line border-b bg-paper">
      {demo && <p className="bg-accent-wash px-4 py-1.5 text-sm">{t('shell.demo')}</p>}
      <div className="flex items-center gap-2 px-4 py-2.5">
        <IconButton
          icon={Menu}
          label={t('nav.menu')}
          onPress={() => show('rail')}
          className="-ml-1.5 md:hidden"
        />
        <SearchBox />
        <div className="ml-auto flex items-center gap-1">
          <IconButton icon={Command} label={t('shell.palette')} onPress={() => show('palette')} />
          <Button variant="primary" icon={PenLine} onPress={() => runCommand('new-memory')}>
            {t('shell.newMemory')}
          </Button>
        </div>
      </div>
    </header>
  );
}
