/** The door of one vault: keychain, passphrase, or the way to the recovery phrase. */
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KnownVault, UnlockInput } from '../../../shared/contracts/vaults.ts';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke } from '../../bridge.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { invokeOrReport } from '../../state/report.ts';
import { useSession } from '../../state/session.ts';
import { useToasts } from '../../state/toasts.ts';
import { EntranceSheet } from './entrance-sheet.tsx';
import { fileName } from './file-name.ts';
import { useKeychainState } from './keychain-state.ts';
import { isSlip, PassphraseForm } from './passphrase-form.tsx';
import { VaultError } from './vault-error.tsx';
import { keepsShut } from './ways-out.ts';

const LONG_TOAST_SECONDS = 20;

interface UnlockFormProps {
  readonly vault: KnownVault;
  readonly onRecover: () => void;
  readonly onOtherVaults: () => void;
  readonly onChooseFolder: () => void;
  /** Looks at the folder again, after a repair or when a disk came back. */
  readonly onLookAgain: () => void;
}

/** The page of a locked vault. */
export function UnlockForm({
  vault,
  onRecover,
  onOtherVaults,
  onChooseFolder,
  onLookAgain,
}: UnlockFormProps) {
  const { t } = useTranslation('unlock');
  const [pending, setPending] = useState<UnlockInput['method'] | null>(null);
  const [error, setError] = useState<VaultErrorData | null>(vault.problem);
  /** What opened the vault as far as its damaged registry: rebuilding needs it once more. Gone with this page. */
  const [held, setHeld] = useState<UnlockInput | null>(null);
  const keychain = useKeychainState(vault);

  const unlock = async (input: UnlockInput) => {
    setPending(input.method);
    setError(null);
    const answer = await invoke('vaults.unlock', input);
    setPending(null);
    if (answer.ok) {
      useSession.getState().apply(answer.value);
      return;
    }
    setError(answer.error);
    setHeld(answer.error.code === 'REGISTRY_DAMAGED' ? input : null);
  };

  const rebuild = async (input: UnlockInput) => {
    const answer = await invoke('vaults.rebuildRegistry', input);
    setHeld(null);
    if (!answer.ok) {
      setError(answer.error);
      return;
    }
    const keptAs = fileName(answer.value.keptAs);
    useToasts.getState().show({
      message: keptAs === '' ? t('ways.rebuiltPlain') : t('ways.rebuilt', { keptAs }),
      seconds: LONG_TOAST_SECONDS,
    });
    await useSession.getState().load();
  };

  const hasPassphrase = vault.slots.includes('passphrase');
  const shut = error !== null && keepsShut(error.code);
  const saidAtField = hasPassphrase && isSlip(error);
  return (
    <EntranceSheet title={t('form.title', { name: vault.name })}>
      {error && !saidAtField && (
        <VaultError
          error={error}
          directory={vault.directory}
          ways={{
            retry: onLookAgain,
            chooseFolder: onChooseFolder,
            showFolder: () => void invokeOrReport('vaults.showFolder', {}),
            ...(held === null ? {} : { rebuild: () => void rebuild(held) }),
          }}
        />
      )}
      {!shut && keychain !== null && keychain !== 'available' && keychain !== 'not-used' && (
        <Notice>
          <p>{t(`keychain.${keychain}`)}</p>
          {!hasPassphrase && <p className="pt-1">{t('keychain.withoutPassphrase')}</p>}
        </Notice>
      )}
      {!shut && keychain === 'available' && (
        <Button
          variant={hasPassphrase ? 'plain' : 'primary'}
          icon={KeyRound}
          isPending={pending === 'keychain'}
          onPress={() => void unlock({ method: 'keychain' })}
        >
          {t('form.keychain')}
        </Button>
      )}
      {!shut && hasPassphrase && (
        <PassphraseForm
          error={saidAtField ? error : null}
          isPending={pending === 'passphrase'}
          onTry={(passphrase) => void unlock({ method: 'passphrase', passphrase })}
        />
      )}
      <div className="-mx-3 flex flex-wrap justify-between gap-2">
        {shut ? (
          <span />
        ) : (
          <Button variant="quiet" size="small" onPress={onRecover}>
            {t('form.recover')}
          </Button>
        )}
        <Button variant="quiet" size="small" onPress={onOtherVaults}>
          {t('form.others')}
        </Button>
      </div>
    </EntranceSheet>
  );
}
