/** Restoring from the entrance: for who has a backup and no vault. The form is the Health page's own. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { BackupRun } from '../health/backup-run.tsx';
import { RestoreDialog } from '../health/restore-dialog.tsx';
import { EntranceSheet } from '../unlock/entrance-sheet.tsx';
import { useBackupRun } from './use-backup-run.ts';

interface RestorePageProps {
  readonly onBack: () => void;
  /** Chooses the restored vault, still locked. */
  readonly onOpen: (directory: string) => void;
}

/** What it takes, the form behind a button, how far it is, and the way into what was restored. */
export function RestorePage({ onBack, onOpen }: RestorePageProps) {
  const { t } = useTranslation(['unlock', 'common']);
  const [isAsking, setAsking] = useState(false);
  const run = useBackupRun();
  const restoring = run?.what === 'restore' ? run : null;
  const restoredTo = restoring?.state === 'done' ? restoring.into : null;
  return (
    <EntranceSheet title={t('unlock:restore.title')}>
      <p className="text-ink-soft">{t('unlock:restore.body')}</p>
      <div aria-live="polite">{restoring && <BackupRun run={restoring} />}</div>
      <div className="flex flex-wrap justify-between gap-2">
        <Button variant="quiet" className="-ml-4" onPress={onBack}>
          {t('common:action.back')}
        </Button>
        {restoredTo === null ? (
          <Button
            variant="primary"
            isDisabled={restoring?.state === 'running'}
            onPress={() => setAsking(true)}
          >
            {t('unlock:restore.choose')}
          </Button>
        ) : (
          <Button variant="primary" onPress={() => onOpen(restoredTo)}>
            {t('unlock:restore.open')}
          </Button>
        )}
      </div>
      {isAsking && <RestoreDialog onClose={() => setAsking(false)} />}
    </EntranceSheet>
  );
}
