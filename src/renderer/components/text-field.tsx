/** One line of text. A passphrase field has a button that shows what was typed. */
import { Eye, EyeOff } from 'lucide-react';
import { type Ref, useState } from 'react';
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  Input,
} from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { IconButton } from './button.tsx';
import { FIELD_BOX, FieldLabel, FieldNotes } from './field.tsx';

interface TextFieldProps extends Omit<AriaTextFieldProps, 'className' | 'style' | 'children' | 'ref'> {
  readonly label: string;
  readonly description?: string | undefined;
  readonly error?: string | undefined;
  readonly placeholder?: string;
  readonly className?: string;
  readonly inputRef?: Ref<HTMLInputElement>;
}

/** A labelled line. With `type="password"` it can be looked at. */
export function TextField({
  label,
  description,
  error,
  placeholder = '',
  className = '',
  inputRef,
  type = 'text',
  ...rest
}: TextFieldProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  const secret = type === 'password';
  return (
    <AriaTextField
      {...rest}
      type={secret && shown ? 'text' : type}
      isInvalid={rest.isInvalid ?? error !== undefined}
      className={`flex flex-col gap-1.5 ${className}`}
    >
      <FieldLabel>{label}</FieldLabel>
      <div className="relative">
        <Input
          {...(inputRef === undefined ? {} : { ref: inputRef })}
          placeholder={placeholder}
          {...(secret ? { spellCheck: 'false' as const } : {})}
          className={`${FIELD_BOX} ${secret ? 'pr-11' : ''}`}
        />
        {secret && (
          <IconButton
            icon={shown ? EyeOff : Eye}
            label={shown ? t('passphrase.hide') : t('passphrase.show')}
            onPress={() => setShown(!shown)}
            className="absolute top-0.5 right-0.5"
          />
        )}
      </div>
      <FieldNotes description={description} error={error} />
    </AriaTextField>
  );
}
