/** A vault that is about to be made. Holds the passphrase; lives in the wizard's state and nowhere else. */
import { type NewPassphrase, NO_PASSPHRASE } from '../../components/new-passphrase-fields.tsx';

/** What the first two steps gather. */
export interface VaultPlan {
  readonly name: string;
  readonly person: string;
  readonly directory: string;
  /** The person chose the folder; then another name suggests no other one. */
  readonly choseDirectory: boolean;
  readonly passphrase: NewPassphrase;
  readonly withPassphrase: boolean;
  readonly withKeychain: boolean;
}

/** Nothing gathered yet, and what is left once the vault is made. */
export const EMPTY_PLAN: VaultPlan = {
  name: '',
  person: '',
  directory: '',
  choseDirectory: false,
  passphrase: NO_PASSPHRASE,
  withPassphrase: true,
  withKeychain: false,
};
