/** What stands in a page's place while there is no space, or the one chosen cannot be opened. */
import { FolderOpen, Library, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { spaceNameSchema } from '../../../shared/contracts/primitives.ts';
import type { Space } from '../../../shared/contracts/vaults.ts';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke } from '../../bridge.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PageHeader, PageScroll } from '../../components/page-header.tsx';
import { invokeOrReport } from '../../state/report.ts';
import { useUnlocked } from '../../state/session.ts';
import { useSpaces } from '../../state/spaces.ts';
import { useWindow } from '../../state/window.ts';

/** A vault without spaces. One press makes the person's own. */
export function NoSpacePage() {
  const { t } = useTranslation('spaces');
  const me = useUnlocked()?.me.name ?? '';
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<VaultErrorData | null>(null);

  const makeOwn = async () => {
    setPending(true);
    const answer = await invoke('spaces.create', { tier: 'personal', name: me });
    setError(answer.ok ? null : answer.error);
    await useSpaces.getState().load();
    setPending(false);
  };

  // A person's name may hold what a space's may not; then the dialog asks for one.
  const canMakeOwn = spaceNameSchema.safeParse(me).success;
  const askForSpace = () => useWindow.getState().show('new-space');
  return (
    <PageScroll>
      <h1 className="sr-only">{t('empty.title')}</h1>
      <EmptyState
        icon={Library}
        title={t('empty.title')}
        action={
          <div className="flex flex-wrap justify-center gap-2">
            <Button
              variant="primary"
              isPending={pending}
              onPress={canMakeOwn ? () => void makeOwn() : askForSpace}
            >
              {t('empty.own')}
            </Button>
            <Button onPress={askForSpace}>{t('empty.several')}</Button>
          </div>
        }
      >
        {t('empty.body')}
      </EmptyState>
      {error && <ErrorNotice error={error} onRetry={() => void makeOwn()} />}
    </PageScroll>
  );
}

interface BrokenSpacePageProps {
  readonly space: Space;
  readonly problem: VaultErrorData;
}

/** A space that cannot be opened: what is wrong, and what can be done without losing anything. */
export function BrokenSpacePage({ space, problem }: BrokenSpacePageProps) {
  const { t } = useTranslation('spaces');
  const [asking, setAsking] = useState(false);
  const [error, setError] = useState<VaultErrorData | null>(null);
  const load = useSpaces((store) => store.load);

  const accept = async () => {
    setAsking(false);
    const answer = await invoke('spaces.acceptRollback', { spaceId: space.id });
    setError(answer.ok ? null : answer.error);
    await load();
  };

  return (
    <PageScroll>
      <PageHeader title={t('broken.title', { name: space.name })} subtitle={t('broken.others')} />
      <div className="flex max-w-2xl flex-col gap-4">
        <ErrorNotice
          error={problem}
          actions={
            <>
              <Button size="small" icon={RotateCw} onPress={() => void load()}>
                {t('broken.again')}
              </Button>
              <Button
                size="small"
                icon={FolderOpen}
                onPress={() => void invokeOrReport('vaults.showFolder', {})}
              >
                {t('broken.showFolder')}
              </Button>
              {problem.code === 'SPACE_ROLLED_BACK' && (
                <Button size="small" variant="danger" onPress={() => setAsking(true)}>
                  {t('broken.accept')}
                </Button>
              )}
            </>
          }
        />
        {error && <ErrorNotice error={error} />}
      </div>
      <ConfirmDialog
        title={t('broken.acceptTitle')}
        confirmLabel={t('broken.accept')}
        typed={t('broken.acceptWord')}
        isOpen={asking}
        onConfirm={() => void accept()}
        onClose={() => setAsking(false)}
      >
        {t('broken.acceptBody')}
      </ConfirmDialog>
    </PageScroll>
  );
}
