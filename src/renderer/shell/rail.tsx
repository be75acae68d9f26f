/** The left side: the vault's name, its spaces, the pages, the lock. Folded into a drawer in a narrow window. */
import { Lock } from 'lucide-react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../components/button.tsx';
import { SpaceList } from '../features/spaces/space-list.tsx';
import { lockVault } from '../state/lock.ts';
import { useUnlocked } from '../state/session.ts';
import { useWindow } from '../state/window.ts';
import { PageNav } from './page-nav.tsx';

function RailContent() {
  const { t } = useTranslation();
  const session = useUnlocked();
  return (
    <div className="flex h-full min-h-0 flex-col bg-sunk">
      <div className="flex items-center justify-between gap-2 px-5 pt-4 pb-3">
        <p className="min-w-0 truncate font-semibold font-serif text-lg" title={session?.vault.name}>
          {session?.vault.name}
        </p>
        <IconButton icon={Lock} label={t('shell.lock')} onPress={() => void lockVault()} className="-mr-2" />
      </div>
      <SpaceList />
      <PageNav />
    </div>
  );
}

/** The rail beside the page. */
export function Rail() {
  return (
    <aside className="hidden w-60 shrink-0 border-line border-r md:block">
      <RailContent />
    </aside>
  );
}

/** The rail as a drawer over the page. */
export function RailDrawer() {
  const { t } = useTranslation();
  const isOpen = useWindow((store) => store.open === 'rail');
  const close = useWindow((store) => store.close);
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) close();
      }}
      isDismissable
      className="fixed inset-0 z-30 entering:animate-appear bg-veil md:hidden"
    >
      <Modal className="h-full w-72 max-w-[85vw] shadow-lifted">
        <Dialog aria-label={t('nav.menu')} className="h-full outline-none">
          <RailContent />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
