/** Yes or no, as part of a form. */
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox, type CheckboxProps as AriaCheckboxProps } from 'react-aria-components';

interface CheckboxProps extends Omit<AriaCheckboxProps, 'className' | 'style' | 'children'> {
  readonly children: ReactNode;
}

/** A box to tick, with its words beside it. */
export function Checkbox({ children, ...rest }: CheckboxProps) {
  return (
    <AriaCheckbox
      {...rest}
      className="group flex cursor-default items-start gap-2.5 text-base outline-none disabled:opacity-50"
    >
      <span className="mt-0.5 flex size-5 shrink-0 items-center justify-center rounded border border-line-strong bg-raised group-selected:border-fill group-selected:bg-fill group-focus-visible:outline-2 group-focus-visible:outline-accent group-focus-visible:outline-offset-2">
        <Check aria-hidden className="invisible size-4 text-on-fill group-selected:visible" />
      </span>
      <span>{children}</span>
    </AriaCheckbox>
  );
}
