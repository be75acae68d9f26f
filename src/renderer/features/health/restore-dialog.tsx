/**
 * Restoring a backup: which, where to, and the key it was made under. What is restored is a vault of its own in a
 * folder of its own; no vault that is there is ever touched. Keys live only in this component.
 */
import { useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { BackupList } from '../../../shared/contracts/backups.ts';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke } from '../../bridge.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { errorWords } from '../../components/error-words.ts';
import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import { formatHere } from '../../i18n/dates.ts';
import { recoveryWords } from '../unlock/recovery-words.ts';

type Method = 'passphrase' | 'recovery';

/** The sheet. It closes when the restore has begun. */
export function RestoreDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['health', 'common']);
  const [from, setFrom] = useState<{ directory: string; list: BackupList } | null>(null);
  const [backupId, setBackupId] = useState<string | null>(null);
  const [into, setInto] = useState<string | null>(null);
  const [method, setMethod] = useState<Method>('passphrase');
  const [secret, setSecret] = useState('');
  const [isStarting, setStarting] = useState(false);
  const [error, setError] = useState<VaultErrorData | null>(null);

  const choose = async (purpose: 'from' | 'into'): Promise<string | null> => {
    setError(null);
    const answer = await invoke('backups.chooseFolder', { purpose });
    if (!answer.ok) setError(answer.error);
    return answer.ok ? answer.value.directory : null;
  };

  const chooseFrom = async () => {
    const directory = await choose('from');
    if (directory === null) return;
    const answer = await invoke('backups.list', { directory });
    if (!answer.ok) {
      setError(answer.error);
      return;
    }
    setFrom({ directory, list: answer.value });
    setBackupId(answer.value.backups[0]?.id ?? null);
  };

  const chooseInto = async () => {
    const directory = await choose('into');
    if (directory !== null) setInto(directory);
  };

  const isReady = from !== null && backupId !== null && into !== null && secret.trim() !== '';
  const start = async () => {
    if (!isReady) return;
    setStarting(true);
    setError(null);
    const answer = await invoke('backups.restore', {
      directory: from.directory,
      backupId,
      into,
      key:
        method === 'passphrase'
          ? { method, passphrase: secret }
          : { method, phrase: recoveryWords(secret).join(' ') },
    });
    setStarting(false);
    if (answer.ok) onClose();
    else setError(answer.error);
  };

  return (
    <Dialog
      title={t('health:restore.title')}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button variant="quiet" onPress={onClose}>
            {t('common:action.cancel')}
          </Button>
          <Button variant="primary" isDisabled={!isReady} isPending={isStarting} onPress={() => void start()}>
            {t('health:restore.start')}
          </Button>
        </>
      }
    >
      <p className="text-ink-soft">{t('health:restore.body')}</p>
      <FolderChoice
        label={t('health:restore.from')}
        path={from?.directory ?? null}
        onChoose={() => void chooseFrom()}
      />
      {from !== null && <BackupChoice list={from.list} value={backupId} onChange={setBackupId} />}
      <FolderChoice label={t('health:restore.into')} path={into} onChoose={() => void chooseInto()} />
      <Form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
      >
        <Select
          label={t('health:restore.method')}
          value={method}
          onChange={(chosen) => {
            setMethod(chosen);
            setSecret('');
          }}
          choices={[
            { value: 'passphrase', label: t('health:restore.passphrase') },
            { value: 'recovery', label: t('health:restore.recovery') },
          ]}
        />
        <TextField
          type="password"
          autoComplete="off"
          label={method === 'passphrase' ? t('health:restore.passphrase') : t('health:restore.recovery')}
          description={t(`health:restore.hint.${method}`)}
          value={secret}
          onChange={setSecret}
        />
      </Form>
      {error !== null && <ErrorNotice error={error} onRetry={() => void start()} />}
    </Dialog>
  );
}

interface BackupChoiceProps {
  readonly list: BackupList;
  readonly value: string | null;
  readonly onChange: (id: string) => void;
}

/** Which of the backups that lie there; what looks like one and is none is said below. */
function BackupChoice({ list, value, onChange }: BackupChoiceProps) {
  const { t, i18n } = useTranslation('health');
  const { t: errorText } = useTranslation(['errors', 'common']);
  return (
    <div className="flex flex-col gap-2">
      {list.backups.length === 0 || value === null ? (
        <p role="status" className="text-ink-soft">
          {t('restore.noneThere')}
        </p>
      ) : (
        <Select
          label={t('restore.which')}
          value={value}
          onChange={onChange}
          choices={list.backups.map(({ id, at, records, vaultName }) => ({
            value: id,
            label: t('restore.choice', {
              name: vaultName,
              when: formatHere(at, i18n.language),
              count: records,
            }),
          }))}
        />
      )}
      {list.useless.map(({ name, error }) => (
        <p key={name} className="break-words text-ink-soft text-sm">
          {name}: {errorWords(errorText, error).message}
        </p>
      ))}
    </div>
  );
}

interface FolderChoiceProps {
  readonly label: string;
  readonly path: string | null;
  readonly onChoose: () => void;
}

function FolderChoice({ label, path, onChoose }: FolderChoiceProps) {
  const { t } = useTranslation('health');
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
      <div className="min-w-0 grow basis-48">
        <p className="font-semibold text-sm">{label}</p>
        <p className="break-all text-ink-soft text-sm">{path ?? t('restore.notChosen')}</p>
      </div>
      <Button size="small" aria-label={t('restore.chooseFor', { label })} onPress={onChoose}>
        {t('restore.choose')}
      </Button>
    </div>
  );
}
