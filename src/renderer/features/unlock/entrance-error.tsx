/** What is shown where the vaults could not be listed, or a chosen folder could not be opened at all. */
import { useTranslation } from 'react-i18next';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { EntranceSheet } from './entrance-sheet.tsx';
import { VaultError } from './vault-error.tsx';

/** What went wrong, and with which folder, where it was one. */
export interface EntranceFailure {
  readonly error: VaultErrorData;
  readonly directory: string | null;
}

interface EntranceErrorProps {
  readonly failure: EntranceFailure;
  readonly onRetry: () => void;
  readonly onChooseFolder: () => void;
  readonly onOtherVaults: () => void;
}

/** The error with its ways out. */
export function EntranceError({ failure, onRetry, onChooseFolder, onOtherVaults }: EntranceErrorProps) {
  const { t } = useTranslation('unlock');
  return (
    <EntranceSheet title={t('list.title')}>
      <VaultError
        error={failure.error}
        directory={failure.directory}
        ways={{ retry: onRetry, chooseFolder: onChooseFolder, otherVaults: onOtherVaults }}
      />
    </EntranceSheet>
  );
}
