/** The vaults this computer knows of, and the ways to another one. */
import { ArchiveRestore, BookLock, FolderOpen, Plus, TriangleAlert, X } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { KnownVault } from '../../../shared/contracts/vaults.ts';
import { Button } from '../../components/button.tsx';
import { Menu } from '../../components/menu.tsx';
import { formatHere } from '../../i18n/dates.ts';
import { invokeOrReport } from '../../state/report.ts';
import { useToasts } from '../../state/toasts.ts';
import { EntranceSheet } from './entrance-sheet.tsx';
import { VaultError } from './vault-error.tsx';

interface VaultListProps {
  readonly vaults: readonly KnownVault[];
  readonly onSelect: (directory: string) => void;
  readonly onMake: () => void;
  readonly onOpenFolder: () => void;
  readonly onRestore: () => void;
  readonly onLookAgain: () => void;
}

/** The page of a computer with vaults of which none is chosen. */
export function VaultList({
  vaults,
  onSelect,
  onMake,
  onOpenFolder,
  onRestore,
  onLookAgain,
}: VaultListProps) {
  const { t } = useTranslation('unlock');
  return (
    <EntranceSheet title={t('list.title')}>
      <ul aria-label={t('list.known')} className="flex flex-col gap-3">
        {vaults.map((vault) => (
          <li key={vault.directory} className="flex flex-col gap-2">
            <VaultRow vault={vault} onSelect={onSelect} onForgotten={onLookAgain} />
            {vault.problem && (
              <VaultError
                error={vault.problem}
                directory={vault.directory}
                ways={{ retry: onLookAgain, chooseFolder: onOpenFolder }}
              />
            )}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button icon={Plus} onPress={onMake}>
          {t('list.make')}
        </Button>
        <Button icon={FolderOpen} onPress={onOpenFolder}>
          {t('list.openFolder')}
        </Button>
        <Button icon={ArchiveRestore} onPress={onRestore}>
          {t('list.restore')}
        </Button>
      </div>
    </EntranceSheet>
  );
}

interface VaultRowProps {
  readonly vault: KnownVault;
  readonly onSelect: (directory: string) => void;
  readonly onForgotten: () => void;
}

function VaultRow({ vault, onSelect, onForgotten }: VaultRowProps) {
  const { t, i18n } = useTranslation('unlock');
  const Icon = vault.problem ? TriangleAlert : BookLock;

  const forget = async () => {
    const answer = await invokeOrReport('vaults.forget', { directory: vault.directory });
    if (answer === null) return;
    useToasts.getState().show({ message: t('list.forgotten') });
    onForgotten();
  };

  return (
    <div className="flex items-center gap-1 rounded-lg border border-line bg-raised pr-2 shadow-slip">
      <AriaButton
        aria-label={t('list.open', { name: vault.name })}
        onPress={() => onSelect(vault.directory)}
        className="flex min-w-0 grow cursor-default items-center gap-4 rounded-lg px-4 py-3 text-left hover:bg-hover"
      >
        <Icon
          aria-hidden
          strokeWidth={1.5}
          className={`size-6 shrink-0 ${vault.problem ? 'text-red' : 'text-accent'}`}
        />
        <span className="flex min-w-0 flex-col">
          <span className="truncate font-semibold font-serif text-lg">{vault.name}</span>
          <span className="truncate text-ink-faint text-sm">
            {vault.lastOpenedAt === null
              ? t('list.neverOpened')
              : t('list.lastOpened', { when: formatHere(vault.lastOpenedAt, i18n.language) })}
          </span>
          <span title={vault.directory} className="truncate text-ink-faint text-xs">
            {vault.directory}
          </span>
        </span>
      </AriaButton>
      <Menu
        label={t('list.more', { name: vault.name })}
        entries={[{ id: 'forget', label: t('list.forget'), icon: X, run: () => void forget() }]}
      />
    </div>
  );
}
