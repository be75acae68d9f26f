/** Backups: when the last one was made and where it lies; make one, check it, restore one. */
import { ArchiveRestore, FileCheck2, Save } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LastBackup } from '../../../shared/contracts/backups.ts';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke } from '../../bridge.ts';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { formatHere } from '../../i18n/dates.ts';
import { useHealth } from '../../state/health.ts';
import { formatBytes } from '../reading/byte-size.ts';
import { BackupRun } from './backup-run.tsx';
import { HealthSection } from './health-section.tsx';

/** The section. `onRestore` opens the sheet in which a restore is set up. */
export function BackupSection({ onRestore }: { readonly onRestore: () => void }) {
  const { t, i18n } = useTranslation('health');
  const run = useHealth((store) => store.backup);
  const [last, setLast] = useState<LastBackup | null | undefined>(undefined);
  const [failure, setFailure] = useState<VaultErrorData | null>(null);
  const isRunning = run?.state === 'running';

  // Asked again whenever a run has ended: it may be the new last one.
  useEffect(() => {
    let open = true;
    if (isRunning) return;
    void invoke('backups.last', {}).then((answer) => {
      if (!open) return;
      if (answer.ok) setLast(answer.value);
      else setFailure(answer.error);
    });
    return () => {
      open = false;
    };
  }, [isRunning]);

  const create = async () => {
    setFailure(null);
    const chosen = await invoke('backups.chooseFolder', { purpose: 'to' });
    if (!chosen.ok) setFailure(chosen.error);
    else if (chosen.value.directory !== null) {
      const begun = await invoke('backups.create', { directory: chosen.value.directory });
      if (!begun.ok) setFailure(begun.error);
    }
  };

  const verify = async (backup: LastBackup) => {
    setFailure(null);
    const begun = await invoke('backups.verify', { directory: backup.directory, backupId: backup.id });
    if (!begun.ok) setFailure(begun.error);
  };

  const sentence =
    last === undefined
      ? ''
      : last === null
        ? t('backup.none')
        : t('backup.last', {
            when: formatHere(last.at, i18n.language),
            count: last.records,
            size: formatBytes(last.bytes, i18n.language),
          });
  return (
    <HealthSection
      title={t('backup.title')}
      sentence={
        <>
          {sentence}
          {last && <span className="block break-all text-sm">{last.directory}</span>}
        </>
      }
      actions={
        <>
          {last && (
            <Button icon={FileCheck2} isDisabled={isRunning} onPress={() => void verify(last)}>
              {t('backup.verify')}
            </Button>
          )}
          <Button icon={ArchiveRestore} isDisabled={isRunning} onPress={onRestore}>
            {t('backup.restore')}
          </Button>
          <Button icon={Save} isDisabled={isRunning} onPress={() => void create()}>
            {t('backup.create')}
          </Button>
        </>
      }
    >
      <div aria-live="polite" className="flex flex-col gap-3 empty:hidden">
        {failure !== null && <ErrorNotice error={failure} />}
        {run !== null && <BackupRun run={run} />}
      </div>
    </HealthSection>
  );
}
