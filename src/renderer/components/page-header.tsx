/** The top of a page: its one h1, a line about it, what can be done. */
import type { ReactNode } from 'react';

interface PageHeaderProps {
  readonly title: string;
  readonly subtitle?: ReactNode;
  readonly actions?: ReactNode;
}

/** The header of a page. Takes focus when the page opens, so that screen readers say where one is. */
export function PageHeader({ title, subtitle, actions }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3 pb-5">
      <div className="min-w-0">
        <h1 id="page-title" tabIndex={-1} className="font-semibold font-serif text-2xl outline-none">
          {title}
        </h1>
        {subtitle && <div className="text-ink-soft">{subtitle}</div>}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </header>
  );
}

/** A page that scrolls as a whole, at a readable width. Pages with panes lay themselves out instead. */
export function PageScroll({ children }: { readonly children: ReactNode }) {
  return (
    <div className="relative h-full overflow-y-auto">
      <div className="mx-auto w-full max-w-4xl px-6 py-8">{children}</div>
    </div>
  );
}
