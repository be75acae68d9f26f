/** On or off, at once. */
import type { ReactNode } from 'react';
import { Switch as AriaSwitch, type SwitchProps as AriaSwitchProps } from 'react-aria-components';

interface SwitchProps extends Omit<AriaSwitchProps, 'className' | 'style' | 'children'> {
  readonly children: ReactNode;
}

/** A switch, with its words beside it. */
export function Switch({ children, ...rest }: SwitchProps) {
  return (
    <AriaSwitch
      {...rest}
      className="group flex cursor-default items-center gap-3 text-base outline-none disabled:opacity-50"
    >
      <span className="flex h-6 w-10 shrink-0 items-center rounded-full border border-line-strong bg-sunk px-0.5 transition-colors group-selected:border-fill group-selected:bg-fill group-focus-visible:outline-2 group-focus-visible:outline-accent group-focus-visible:outline-offset-2">
        <span className="size-4.5 rounded-full bg-line-strong transition-transform group-selected:translate-x-4 group-selected:bg-on-fill" />
      </span>
      <span>{children}</span>
    </AriaSwitch>
  );
}
