/** A person by name, with a letter for a face. A button where it leads somewhere. */
import { Button as AriaButton } from 'react-aria-components';

interface PersonChipProps {
  readonly name: string;
  readonly onPress?: () => void;
}

const LOOK =
  'inline-flex max-w-48 items-center gap-1.5 rounded-full border border-line bg-raised py-0.5 pr-2.5 pl-0.5 text-ink-soft text-xs';

/** The first letter of a name, whole even where it is more than one code unit. */
function initial(name: string): string {
  return (Array.from(name.trim())[0] ?? '?').toLocaleUpperCase();
}

/** A person. */
export function PersonChip({ name, onPress }: PersonChipProps) {
  const content = (
    <>
      <span
        aria-hidden
        className="flex size-5 shrink-0 items-center justify-center rounded-full bg-accent-wash font-semibold text-accent"
      >
        {initial(name)}
      </span>
      <span className="truncate">{name}</span>
    </>
  );
  if (!onPress) return <span className={LOOK}>{content}</span>;
  return (
    <AriaButton onPress={onPress} className={`${LOOK} cursor-default hover:bg-hover hover:text-ink`}>
      {content}
    </AriaButton>
  );
}
