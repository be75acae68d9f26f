/** A passphrase to be chosen: twice, so that a slip of the finger locks nobody out. */
import { useTranslation } from 'react-i18next';
import { LIMITS } from '../../shared/limits.ts';
import { TextField } from './text-field.tsx';

export interface NewPassphrase {
  readonly first: string;
  readonly again: string;
}

export const NO_PASSPHRASE: NewPassphrase = { first: '', again: '' };

/** Why it cannot be used yet, or null. */
export function passphraseProblem({ first, again }: NewPassphrase): 'tooShort' | 'different' | null {
  if (first.length < LIMITS.passphraseMinLength) return 'tooShort';
  return first === again ? null : 'different';
}

interface NewPassphraseFieldsProps {
  readonly label: string;
  readonly againLabel: string;
  readonly value: NewPassphrase;
  readonly onChange: (value: NewPassphrase) => void;
  /** True once the person has tried to go on; before that nobody is told off while typing. */
  readonly showProblems: boolean;
  readonly autoFocus?: boolean;
}

/** The two fields. */
export function NewPassphraseFields(props: NewPassphraseFieldsProps) {
  const { label, againLabel, value, onChange, showProblems, autoFocus = false } = props;
  const { t } = useTranslation();
  const problem = showProblems ? passphraseProblem(value) : null;
  const count = LIMITS.passphraseMinLength;
  return (
    <>
      <TextField
        type="password"
        label={label}
        description={t('passphrase.hint', { count })}
        error={problem === 'tooShort' ? t('passphrase.tooShort', { count }) : undefined}
        value={value.first}
        onChange={(first) => onChange({ ...value, first })}
        maxLength={LIMITS.passphraseMaxLength}
        autoComplete="new-password"
        autoFocus={autoFocus}
      />
      <TextField
        type="password"
        label={againLabel}
        error={problem === 'different' ? t('passphrase.different') : undefined}
        value={value.again}
        onChange={(again) => onChange({ ...value, again })}
        maxLength={LIMITS.passphraseMaxLength}
        autoComplete="new-password"
      />
    </>
  );
}
