/** Theme, language, locking, what opens the vault, and which vault this is. */
import { useTranslation } from 'react-i18next';
import { settingsSchema } from '../../../shared/contracts/vaults.ts';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PageHeader, PageScroll } from '../../components/page-header.tsx';
import { Select } from '../../components/select.tsx';
import { lockVault } from '../../state/lock.ts';
import { invokeOrReport } from '../../state/report.ts';
import { useSession, useUnlocked } from '../../state/session.ts';
import { useSettings } from '../../state/settings.ts';
import { KeySettings } from './key-settings.tsx';
import { RoomSettings } from './room-settings.tsx';
import { SettingsSection } from './settings-section.tsx';

const LOCK_CHOICES = [1, 5, 10, 15, 30, 60, 120, 0] as const;

/** The Settings page. Everything takes effect at once. */
export function SettingsPage() {
  const { t } = useTranslation('settings');
  const error = useSettings((store) => store.error);
  return (
    <PageScroll>
      <PageHeader title={t('title')} />
      <div className="flex max-w-2xl flex-col divide-y divide-line">
        {error && <ErrorNotice error={error} />}
        <LookSettings />
        <LockSettings />
        <KeySettings />
        <RoomSettings />
        <VaultSettings />
      </div>
    </PageScroll>
  );
}

function LookSettings() {
  const { t } = useTranslation('settings');
  const { settings, change } = useSettings();
  return (
    <SettingsSection title={t('look.title')}>
      <div className="grid gap-5 sm:grid-cols-2">
        <Select
          label={t('look.theme')}
          value={settings.theme}
          onChange={(theme) => void change({ theme })}
          choices={settingsSchema.shape.theme.options.map((value) => ({
            value,
            label: t(`look.themes.${value}`),
          }))}
        />
        <Select
          label={t('look.language')}
          value={settings.language}
          onChange={(language) => void change({ language })}
          choices={settingsSchema.shape.language.options.map((value) => ({
            value,
            label: t(`look.languages.${value}`),
          }))}
        />
      </div>
    </SettingsSection>
  );
}

function LockSettings() {
  const { t } = useTranslation('settings');
  const { settings, change } = useSettings();
  const minutes = settings.autoLockMinutes;
  // A value set from elsewhere, by the command line say, stays to be seen among the usual ones.
  const values = LOCK_CHOICES.some((choice) => choice === minutes)
    ? LOCK_CHOICES
    : [minutes, ...LOCK_CHOICES];
  const label = (value: number): string => {
    if (value === 0) return t('locking.never');
    return value % 60 === 0
      ? t('locking.hours', { count: value / 60 })
      : t('locking.minutes', { count: value });
  };
  return (
    <SettingsSection title={t('locking.title')}>
      <div className="flex flex-wrap items-end gap-4">
        <Select
          className="min-w-64"
          label={t('locking.after')}
          value={String(minutes)}
          onChange={(value) => void change({ autoLockMinutes: Number(value) })}
          choices={values.map((value) => ({ value: String(value), label: label(value) }))}
        />
        <Button onPress={() => void lockVault()}>{t('locking.now')}</Button>
      </div>
    </SettingsSection>
  );
}

function VaultSettings() {
  const { t } = useTranslation('settings');
  const session = useUnlocked();
  if (session === null) return null;
  const facts = [
    [t('vault.name'), session.vault.name],
    [t('vault.folder'), session.vault.directory],
    [t('vault.me'), session.me.name],
    [t('vault.device'), session.device.name],
    [t('vault.fingerprint'), session.device.fingerprint],
  ] as const;

  const close = async () => {
    const closed = await invokeOrReport('vaults.close', {});
    if (closed !== null) useSession.getState().apply(closed);
  };

  return (
    <SettingsSection title={t('vault.title')}>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-2">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-soft">{name}</dt>
            <dd className="break-words">{value}</dd>
          </div>
        ))}
      </dl>
      <div className="flex flex-wrap gap-2">
        <Button onPress={() => void invokeOrReport('vaults.showFolder', {})}>{t('vault.showFolder')}</Button>
        <Button onPress={() => void close()}>{t('vault.close')}</Button>
      </div>
    </SettingsSection>
  );
}
