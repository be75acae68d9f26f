/** The door of one vault: passphrase, keychain, or the way to the recovery phrase. */
import { KeyRound } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { KeychainState, KnownVault, UnlockInput } from '../../../shared/contracts/vaults.ts';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke } from '../../bridge.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { TextField } from '../../components/text-field.tsx';
import { invokeOrReport } from '../../state/report.ts';
import { useSession } from '../../state/session.ts';
import { useToasts } from '../../state/toasts.ts';
import { useSecondsUntil } from './countdown.ts';
import { EntranceSheet } from './entrance-sheet.tsx';
import { VaultError } from './vault-error.tsx';
import { keepsShut } from './ways-out.ts';

interface UnlockFormProps {
  readonly vault: KnownVault;
  readonly onRecover: () => void;
  readonly onOtherVaults: () => void;
  readonly onChooseFolder: () => void;
  /** Looks at the folder again, after a repair or when a disk came back. */
  readonly onLookAgain: () => void;
}

/** Seconds main asks us to wait, where it does. */
function secondsToWait(error: VaultErrorData): number {
  const seconds = error.details?.seconds;
  return error.code === 'RATE_LIMITED' && typeof seconds === 'number' ? seconds : 0;
}

/** The page of a locked vault. What is typed lives only here and goes once it was tried. */
export function UnlockForm({
  vault,
  onRecover,
  onOtherVaults,
  onChooseFolder,
  onLookAgain,
}: UnlockFormProps) {
  const { t } = useTranslation(['unlock', 'errors']);
  const [passphrase, setPassphrase] = useState('');
  const [pending, setPending] = useState<UnlockInput['method'] | null>(null);
  const [error, setError] = useState<VaultErrorData | null>(vault.problem);
  const [waitUntil, setWaitUntil] = useState<number | null>(null);
  /** What opened the vault as far as its damaged registry: rebuilding needs it once more. Gone with this page. */
  const [held, setHeld] = useState<UnlockInput | null>(null);
  const keychain = useKeychainState(vault);
  const field = useRef<HTMLInputElement>(null);
  const seconds = useSecondsUntil(waitUntil);

  useEffect(() => setError(vault.problem), [vault.problem]);

  const unlock = async (input: UnlockInput) => {
    setPending(input.method);
    setError(null);
    const answer = await invoke('vaults.unlock', input);
    setPending(null);
    setPassphrase('');
    if (answer.ok) {
      useSession.getState().apply(answer.value);
      return;
    }
    setError(answer.error);
    setHeld(answer.error.code === 'REGISTRY_DAMAGED' ? input : null);
    const wait = secondsToWait(answer.error);
    if (wait > 0) setWaitUntil(Date.now() + wait * 1000);
    field.current?.focus();
  };

  const rebuild = async (input: UnlockInput) => {
    const answer = await invoke('vaults.rebuildRegistry', input);
    if (!answer.ok) {
      setError(answer.error);
      return;
    }
    const { keptAs } = answer.value;
    setHeld(null);
    useToasts.getState().show({
      message: keptAs === '' ? t('ways.rebuiltPlain') : t('ways.rebuilt', { keptAs }),
      seconds: 20,
    });
    await useSession.getState().load();
  };

  const hasPassphrase = vault.slots.includes('passphrase');
  // A slip of the finger is said at the field, quietly; everything else is about the vault.
  const slip = hasPassphrase && error?.code === 'WRONG_PASSPHRASE';
  const waiting = hasPassphrase && error?.code === 'RATE_LIMITED';
  const shut = error !== null && keepsShut(error.code);
  return (
    <EntranceSheet title={t('form.title', { name: vault.name })}>
      {error && !slip && !waiting && (
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
        <Form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (seconds === 0 && passphrase !== '') void unlock({ method: 'passphrase', passphrase });
          }}
        >
          <TextField
            type="password"
            label={t('form.passphrase')}
            value={passphrase}
            onChange={(typed) => {
              setPassphrase(typed);
              // An invalid field keeps its form from being sent; typing is the answer to the slip.
              if (slip) setError(null);
            }}
            autoComplete="current-password"
            error={
              slip
                ? `${t('errors:WRONG_PASSPHRASE.message')} ${t('errors:WRONG_PASSPHRASE.hint')}`
                : undefined
            }
            autoFocus
            inputRef={field}
          />
          {waiting && seconds > 0 && (
            <div role="alert">
              <p>{t('errors:RATE_LIMITED.message')}</p>
              <p aria-live="off" className="text-ink-soft tabular-nums">
                {t('form.wait', { count: seconds })}
              </p>
            </div>
          )}
          <Button
            variant="primary"
            type="submit"
            isDisabled={seconds > 0}
            isPending={pending === 'passphrase'}
          >
            {pending === 'passphrase' ? t('form.unlocking') : t('form.unlock')}
          </Button>
        </Form>
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

/** How the keychain stands for this vault; null while unknown or where the vault does not use it. */
function useKeychainState(vault: KnownVault): KeychainState | null {
  const [state, setState] = useState<KeychainState | null>(null);
  const used = vault.slots.includes('keychain');
  useEffect(() => {
    if (!used) return;
    let current = true;
    void invoke('vaults.keychainState', {}).then((answer) => {
      if (current && answer.ok) setState(answer.value.state);
    });
    return () => {
      current = false;
    };
  }, [used]);
  return used ? state : null;
}
