/** The name of a kind of memory: translated where it is one of ours, as it came where an import brought it. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { KNOWN_KINDS } from '../../../shared/contracts/memories.ts';

/** A function that says a kind in words. */
export function useKindName(): (kind: string) => string {
  const { t } = useTranslation('reading');
  return useCallback(
    (kind) => {
      const known = KNOWN_KINDS.find((one) => one === kind);
      return known === undefined ? kind : t(`kind.${known}`);
    },
    [t],
  );
}
