/** Starts the jobs of the Health page. They run in main; `state/health` follows them whatever page is open. */
import { useState } from 'react';
import type { VaultErrorData } from '../../../shared/errors.ts';
import type { Result } from '../../../shared/result.ts';
import { invoke } from '../../bridge.ts';
import { useHealth } from '../../state/health.ts';

export interface HealthActions {
  /** A job runs: no other can begin. */
  readonly isBusy: boolean;
  /** Why the last one could not begin. */
  readonly failure: VaultErrorData | null;
  /** Of one space, or of everything with null. */
  check(spaceId: string | null): void;
  vacuum(spaceId: string | null): void;
  rebuild(spaceId: string): void;
  cancel(): void;
}

/** What can be started, and whether it can be now. */
export function useHealthActions(): HealthActions {
  const isRunning = useHealth(({ job }) => job?.state === 'running');
  const cancelsVacuum = useHealth(({ job }) => job?.what === 'vacuum');
  const [isStarting, setStarting] = useState(false);
  const [failure, setFailure] = useState<VaultErrorData | null>(null);

  const start = async (asked: Promise<Result<unknown>>) => {
    setStarting(true);
    setFailure(null);
    const answer = await asked;
    setStarting(false);
    if (!answer.ok) setFailure(answer.error);
  };

  return {
    isBusy: isRunning || isStarting,
    failure,
    check: (spaceId) => void start(invoke('health.check', { spaceId })),
    vacuum: (spaceId) => void start(invoke('vacuum.start', { spaceId, full: true })),
    rebuild: (spaceId) => void start(invoke('health.rebuild', { spaceId })),
    cancel: () => void invoke(cancelsVacuum ? 'vacuum.cancel' : 'health.cancel', {}),
  };
}
