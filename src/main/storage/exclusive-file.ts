/**
 * A file that one process holds at a time; the operating system lets go of it when the process ends, however it
 * ends. An empty SQLite file under an exclusive lock: the same on every system SQLite runs on.
 */
import { VaultError } from '../../shared/errors.ts';

export interface HeldFile {
  /** May be called twice. The file stays. */
  release(): void;
}

/** Makes the file where there is none and holds it. Throws VAULT_IN_USE where another holder has it; READ_ONLY, STORAGE_UNAVAILABLE. */
export function holdExclusively(_file: string): HeldFile {
  throw new VaultError('INTERNAL', 'The engine is not there yet.', { hint: '' });
}
