/** Several lines of text. `reading` sets it in the serif that memories are read in. */
import type { Ref } from 'react';
import {
  TextArea as AriaTextArea,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components';
import { FIELD_BOX, FieldLabel, FieldNotes } from './field.tsx';

interface TextAreaProps extends Omit<AriaTextFieldProps, 'className' | 'style' | 'children' | 'ref'> {
  readonly label: string;
  readonly description?: string | undefined;
  readonly error?: string | undefined;
  readonly placeholder?: string;
  readonly rows?: number;
  readonly reading?: boolean;
  readonly className?: string;
  readonly inputRef?: Ref<HTMLTextAreaElement>;
}

/** A labelled box of lines. */
export function TextArea({
  label,
  description,
  error,
  placeholder = '',
  rows = 6,
  reading = false,
  className = '',
  inputRef,
  ...rest
}: TextAreaProps) {
  return (
    <AriaTextField
      {...rest}
      isInvalid={rest.isInvalid ?? error !== undefined}
      className={`flex flex-col gap-1.5 ${className}`}
    >
      <FieldLabel>{label}</FieldLabel>
      <AriaTextArea
        {...(inputRef === undefined ? {} : { ref: inputRef })}
        rows={rows}
        placeholder={placeholder}
        className={`${FIELD_BOX} min-h-24 grow py-2 ${reading ? 'font-serif text-lg' : ''}`}
      />
      <FieldNotes description={description} error={error} />
    </AriaTextField>
  );
}
