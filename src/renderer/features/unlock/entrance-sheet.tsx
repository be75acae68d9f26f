/** The one sheet of paper on which everything before the open vault stands. */
import type { ReactNode } from 'react';
import { Wordmark } from '../../components/wordmark.tsx';

interface EntranceSheetProps {
  readonly title: string;
  /** A line above the title: which step this is. */
  readonly above?: string;
  readonly children: ReactNode;
  readonly width?: 'narrow' | 'wide';
}

/** A page with one h1 and one thing to do. */
export function EntranceSheet({ title, above, children, width = 'narrow' }: EntranceSheetProps) {
  return (
    <main className="h-full overflow-y-auto bg-paper">
      <div
        className={`mx-auto flex min-h-full w-full flex-col justify-center gap-6 px-6 py-12 ${width === 'wide' ? 'max-w-2xl' : 'max-w-md'}`}
      >
        <div className="flex flex-col gap-3">
          <Wordmark />
          {above && <p className="text-ink-faint text-sm">{above}</p>}
          <h1 className="font-semibold font-serif text-2xl">{title}</h1>
        </div>
        {children}
      </div>
    </main>
  );
}
