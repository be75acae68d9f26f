/** An error about a vault, with its ways out as buttons. */
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VaultErrorData } from '../../../shared/errors.ts';
import { invoke } from '../../bridge.ts';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { useToasts } from '../../state/toasts.ts';
import { fileName } from './file-name.ts';
import { type WayOut, waysOut } from './ways-out.ts';

const LONG_TOAST_SECONDS = 20;

interface VaultErrorProps {
  readonly error: VaultErrorData;
  /** Null where the error is about no folder in particular. */
  readonly directory: string | null;
  /** What can be done from here beside the repair; a way that is left out gets no button. */
  readonly ways: Partial<Record<Exclude<WayOut, 'repair'>, () => void>> & { readonly retry: () => void };
}

/** Says what is wrong with the vault and offers what helps; a failed repair is said in place. */
export function VaultError({ error, directory, ways }: VaultErrorProps) {
  const { t } = useTranslation('unlock');
  const [repairing, setRepairing] = useState(false);
  const [repairError, setRepairError] = useState<VaultErrorData | null>(null);

  const repair = async (damaged: string) => {
    setRepairing(true);
    const answer = await invoke('vaults.repair', { directory: damaged });
    setRepairing(false);
    setRepairError(answer.ok ? null : answer.error);
    if (!answer.ok) return;
    const keptAs = fileName(answer.value.keptAs);
    useToasts.getState().show({
      message: keptAs === '' ? t('ways.repairedPlain') : t('ways.repaired', { keptAs }),
      seconds: LONG_TOAST_SECONDS,
    });
    ways.retry();
  };

  const buttons = waysOut(error).flatMap((way): ReactNode[] => {
    const run = way === 'repair' ? directory !== null && (() => void repair(directory)) : ways[way];
    if (!run) return [];
    return [
      <Button key={way} size="small" isPending={way === 'repair' && repairing} onPress={run}>
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
