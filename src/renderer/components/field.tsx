/** What every field has: a label above, a description and an error below. */
import { FieldError, Label, Text } from 'react-aria-components';

/** The classes of a box one can type or choose in. */
export const FIELD_BOX =
  'w-full min-h-10 rounded-md border border-line-strong bg-raised px-3 text-base text-ink ' +
  'placeholder:text-ink-faint disabled:opacity-60 invalid:border-red focus:border-accent';

interface FieldNotesProps {
  readonly description?: string | undefined;
  /** Shown where the field says it is invalid. */
  readonly error?: string | undefined;
}

/** The label of a field. */
export function FieldLabel({ children }: { readonly children: string }) {
  return <Label className="font-semibold text-ink text-sm">{children}</Label>;
}

/** The words below a field. */
export function FieldNotes({ description, error }: FieldNotesProps) {
  return (
    <>
      {description && (
        <Text slot="description" className="text-ink-soft text-sm">
          {description}
        </Text>
      )}
      <FieldError className="text-red text-sm">{error}</FieldError>
    </>
  );
}
