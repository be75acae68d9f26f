/** A word a memory was filed under. A button where it leads somewhere. */
import { Button as AriaButton } from 'react-aria-components';

interface TagProps {
  readonly children: string;
  readonly onPress?: () => void;
}

const LOOK = 'inline-flex max-w-48 items-center rounded bg-sunk px-1.5 py-0.5 text-ink-soft text-xs';

/** A tag. */
export function Tag({ children, onPress }: TagProps) {
  const word = <span className="truncate">#{children}</span>;
  if (!onPress) return <span className={LOOK}>{word}</span>;
  return (
    <AriaButton onPress={onPress} className={`${LOOK} cursor-default hover:bg-hover hover:text-ink`}>
      {word}
    </AriaButton>
  );
}
