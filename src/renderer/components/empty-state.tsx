/** What an empty page says: one sentence that teaches, one button that begins. */
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children?: ReactNode;
  /** The one button. */
  readonly action?: ReactNode;
}

/** A quiet, centred invitation. */
export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-sm flex-col items-center gap-3 px-6 py-16 text-center">
      <Icon aria-hidden strokeWidth={1.25} className="size-10 text-ink-faint" />
      <p className="font-serif text-ink text-lg">{title}</p>
      {children && <div className="text-ink-soft">{children}</div>}
      {action && <div className="pt-2">{action}</div>}
    </div>
  );
}
