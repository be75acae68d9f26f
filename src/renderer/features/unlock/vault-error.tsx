/** An error about a vault, with its ways out as buttons. */
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke } from '../../bridge.ts';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { useToasts } from '../../state/toasts.ts';
import { type WayOut, waysOut } from './ways-out.ts';

interface VaultErrorProps {
  readonly error: VaultErrorData;
  /** Null where the error is about no folder in particular. */
  readonly directory: string | null;
  readonly onRetry: () => void;
  readonly onChooseFolder: () => void;
  /** Absent where these places cannot be reached from here. */
  readonly onRecover?: (() => void) | undefined;
  readonly onOtherVaults?: (() => void) | undefined;
  /** Whether main has this vault selected, so that it can show its folder. */
  readonly isSelected: boolean;
}

/** Says what is wrong with the vault and offers what helps; a failed repair is said in place. */
export function VaultError(props: VaultErrorProps) {
  const { error, directory, onRetry, onChooseFolder, onRecover, onOtherVaults, isSelected } = props;
  const { t } = useTranslation('unlock');
  const [repairing, setRepairing] = useState(false);
  const [repairError, setRepairError] = useState<VaultErrorData | null>(null);

  const repair = async (damaged: string) => {
    setRepairing(true);
    const answer = await invoke('vaults.repair', { directory: damaged });
    setRepairing(false);
    if (!answer.ok) {
      setRepairError(answer.error);
      return;
    }
    useToasts.getState().show({
      message: t('ways.repaired', { keptAs: answer.value.keptAs }),
      seconds: 20,
    });
    onRetry();
  };

  const run: Readonly<Record<WayOut, (() => void) | undefined>> = {
    repair: directory === null ? undefined : () => void repair(directory),
    retry: onRetry,
    chooseFolder: onChooseFolder,
    showFolder: isSelected ? () => void invoke('vaults.showFolder', {}) : undefined,
    recover: onRecover,
    otherVaults: onOtherVaults,
  };

  const buttons = waysOut(error.code).flatMap((way): ReactNode[] => {
    const onPress = run[way];
    if (onPress === undefined) return [];
    return [
      <Button key={way} size="small" isPending={way === 'repair' && repairing} onPress={onPress}>
        {t(`ways.${way}`)}
      </Button>,
    ];
  });

  return (
    <div className="flex flex-col gap-3">
      <ErrorNotice error={error} actions={buttons.length > 0 && buttons} />
      {repairError && <ErrorNotice error={repairError} />}
    </div>
  );
}
