/** A part of the Health page: its heading, one sentence that says how it stands, what can be done, then the rest. */
import { ChevronRight } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';

interface HealthSectionProps {
  readonly title: string;
  readonly sentence?: ReactNode;
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}

/** A section. */
export function HealthSection({ title, sentence, actions, children }: HealthSectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-4 border-line border-t py-7">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 max-w-prose grow basis-72">
          <h2 id={id} className="font-semibold font-serif text-lg">
            {title}
          </h2>
          {sentence && <p className="text-ink-soft">{sentence}</p>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
      {children}
    </section>
  );
}

interface DetailsProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** The machinery, one step away. */
export function Details({ title, children }: DetailsProps) {
  return (
    <Disclosure className="group">
      <Heading level={3}>
        <Button
          slot="trigger"
          className="-mx-2 flex cursor-default items-center gap-1.5 rounded-md px-2 py-1 font-semibold text-ink-soft hover:bg-hover hover:text-ink"
        >
          <ChevronRight aria-hidden className="size-4 transition-transform group-data-[expanded]:rotate-90" />
          {title}
        </Button>
      </Heading>
      <DisclosurePanel>
        <div className="flex flex-col gap-6 py-4 ps-5">{children}</div>
      </DisclosurePanel>
    </Disclosure>
  );
}
