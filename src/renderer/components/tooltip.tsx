/** A name for a picture, after a moment's rest. Never the only place where something is said. */
import type { ReactElement } from 'react';
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components';

interface TooltipProps {
  readonly text: string;
  /** One focusable react-aria control. */
  readonly children: ReactElement;
}

/** Shows `text` beside the control while it is hovered or has focus. */
export function Tooltip({ text, children }: TooltipProps) {
  return (
    <TooltipTrigger delay={600} closeDelay={100}>
      {children}
      <AriaTooltip
        offset={6}
        className="entering:animate-appear rounded bg-ink px-2 py-1 text-paper text-xs shadow-lifted"
      >
        {text}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
