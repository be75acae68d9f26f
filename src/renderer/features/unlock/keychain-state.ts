/** How this computer's keychain stands for a vault. */
import { useEffect, useState } from 'react';
import type { KeychainState, KnownVault } from '../../../shared/contracts/vaults.ts';
import { invoke } from '../../bridge.ts';

/** The keychain's state; null while it is not known, or where the vault does not use one. */
export function useKeychainState(vault: KnownVault): KeychainState | null {
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
