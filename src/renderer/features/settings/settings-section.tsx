/** A part of the Settings page with its heading. */
import type { ReactNode } from 'react';

interface SettingsSectionProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** A section. */
export function SettingsSection({ title, children }: SettingsSectionProps) {
  return (
    <section className="flex flex-col gap-5 py-7 first:pt-2">
      <h2 className="font-semibold font-serif text-lg">{title}</h2>
      {children}
    </section>
  );
}
