/** Something to know, which is no error. */
import { Info } from 'lucide-react';
import type { ReactNode } from 'react';

/** A quiet box with a sentence in it. */
export function Notice({ children }: { readonly children: ReactNode }) {
  return (
    <div role="status" className="flex gap-3 rounded-lg bg-accent-wash px-4 py-3 text-ink">
      <Info aria-hidden className="mt-0.5 size-5 shrink-0 text-accent" />
      <div className="min-w-0">{children}</div>
    </div>
  );
}
