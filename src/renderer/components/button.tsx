/** Buttons. One primary action a page; the rest are plain or quiet. */
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { Tooltip } from './tooltip.tsx';

type ButtonVariant = 'primary' | 'plain' | 'quiet' | 'danger';

const SHAPE =
  'inline-flex shrink-0 cursor-default select-none items-center justify-center gap-2 rounded-md font-semibold ' +
  'transition-colors disabled:opacity-50';

const LOOK: Readonly<Record<ButtonVariant, string>> = {
  primary: 'bg-fill text-on-fill hover:bg-fill-hover pressed:bg-fill-hover',
  plain: 'border border-line-strong bg-raised text-ink hover:bg-hover',
  quiet: 'text-ink-soft hover:bg-hover hover:text-ink',
  danger: 'border border-red bg-red-wash text-red hover:bg-red hover:text-raised',
};

/**
 * A button at work. react-aria's own `isPending` announces the button by its id and leaves that announcement
 * behind when the button goes with its page, a nameless picture to screen readers.
 */
const PENDING = { type: 'button', 'aria-disabled': 'true', onPress: () => undefined } as const;

interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children'> {
  readonly variant?: ButtonVariant;
  readonly size?: 'small' | 'medium';
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
  readonly className?: string;
}

/** A button with words on it. While pending it keeps its focus and does nothing. */
export function Button({
  variant = 'plain',
  size = 'medium',
  icon: Icon,
  isPending = false,
  children,
  className = '',
  ...rest
}: ButtonProps) {
  const room = size === 'small' ? 'min-h-8 px-3 text-sm' : 'min-h-10 px-4 text-base';
  return (
    <AriaButton
      {...rest}
      {...(isPending ? PENDING : {})}
      className={`${SHAPE} ${LOOK[variant]} ${room} ${isPending ? 'opacity-70' : ''} ${className}`}
    >
      {Icon && <Icon aria-hidden className="size-4 shrink-0" />}
      {children}
    </AriaButton>
  );
}

interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children'> {
  readonly icon: LucideIcon;
  /** The accessible name, and what the tooltip says. */
  readonly label: string;
  readonly variant?: ButtonVariant;
  readonly className?: string;
}

/** A button with a picture on it; its name is in the tooltip. */
export function IconButton({
  icon: Icon,
  label,
  variant = 'quiet',
  className = '',
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <AriaButton {...rest} aria-label={label} className={`${SHAPE} ${LOOK[variant]} size-9 ${className}`}>
        <Icon aria-hidden className="size-[18px]" />
      </AriaButton>
    </Tooltip>
  );
}
