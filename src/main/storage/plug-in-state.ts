/** What became of one plug-in when a database was opened. */
import type { VaultErrorData } from '../../shared/errors.ts';

export interface PlugInState {
  /** Its module. */
  readonly module: string;
  /** Null where it could not even be asked. */
  readonly name: string | null;
  /** Why it was left out, for people; null where it works. */
  readonly refused: VaultErrorData | null;
}
