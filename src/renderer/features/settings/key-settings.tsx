/** What opens the vault: passphrase, keychain, recovery phrase. */
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChannelOutput } from '../../../shared/channels.ts';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke } from '../../bridge.ts';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Switch } from '../../components/switch.tsx';
import { useSession, useUnlocked } from '../../state/session.ts';
import { ChangePassphraseDialog } from './change-passphrase-dialog.tsx';
import { SettingsSection } from './settings-section.tsx';

/** The section. Main judges every change; the state of the slots comes back with the session. */
export function KeySettings() {
  const { t } = useTranslation('settings');
  const slots = useUnlocked()?.vault.slots ?? [];
  const hasPassphrase = slots.includes('passphrase');
  const [changing, setChanging] = useState(false);
  return (
    <SettingsSection title={t('keys.title')}>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div>
          <p className="font-semibold">{t('keys.passphrase')}</p>
          <p className="text-ink-soft text-sm">
            {t(hasPassphrase ? 'keys.passphraseSet' : 'keys.passphraseNone')}
          </p>
        </div>
        <Button onPress={() => setChanging(true)}>{t(hasPassphrase ? 'keys.change' : 'keys.set')}</Button>
      </div>
      <KeychainSwitch isUsed={slots.includes('keychain')} hasPassphrase={hasPassphrase} />
      <div>
        <p className="font-semibold">{t('keys.recovery')}</p>
        <p className="text-ink-soft text-sm">{t('keys.recoverySet')}</p>
      </div>
      <ChangePassphraseDialog
        hasPassphrase={hasPassphrase}
        isOpen={changing}
        onClose={() => setChanging(false)}
      />
    </SettingsSection>
  );
}

interface KeychainSwitchProps {
  readonly isUsed: boolean;
  readonly hasPassphrase: boolean;
}

function KeychainSwitch({ isUsed, hasPassphrase }: KeychainSwitchProps) {
  const { t } = useTranslation('settings');
  const [keychain, setKeychain] = useState<ChannelOutput<'vaults.keychainState'> | null>(null);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<VaultErrorData | null>(null);

  const look = useCallback(async () => {
    const answer = await invoke('vaults.keychainState', {});
    if (answer.ok) setKeychain(answer.value);
    else setError(answer.error);
  }, []);

  useEffect(() => {
    void look();
  }, [look]);

  const change = async (use: boolean) => {
    setPending(true);
    const answer = await invoke('vaults.useKeychain', { use });
    setError(answer.ok ? null : answer.error);
    await useSession.getState().load();
    await look();
    setPending(false);
  };

  const isLastKey = isUsed && !hasPassphrase;
  const cannotBegin = !isUsed && keychain?.state === 'unavailable';
  return (
    <div className="flex flex-col gap-3">
      <Switch
        isSelected={isUsed}
        isDisabled={pending || keychain === null || isLastKey || cannotBegin}
        onChange={(use) => void change(use)}
      >
        <span className="font-semibold">{t('keys.keychain')}</span>
        {keychain && (
          <span className="block text-ink-soft text-sm">
            {t(`keys.state.${keychain.state}`, { backend: keychain.backend ?? '' })}
          </span>
        )}
        {isLastKey && <span className="block text-ink-soft text-sm">{t('keys.keychainOnly')}</span>}
      </Switch>
      {error && <ErrorNotice error={error} onRetry={() => void look()} />}
    </div>
  );
}
