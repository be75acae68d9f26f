/** A field in which several names are gathered, one after the other. */
import { X } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { Button } from './button.tsx';
import { PersonChip } from './person-chip.tsx';
import { TextField } from './text-field.tsx';

interface NameListProps {
  readonly label: string;
  readonly description?: string;
  readonly addLabel: string;
  readonly removeLabel: (name: string) => string;
  readonly names: readonly string[];
  readonly onChange: (names: readonly string[]) => void;
}

const NAME_LENGTH = 80;

/** Enter or the button adds what is typed; a name that is there already is not added twice. */
export function NameList({ label, description, addLabel, removeLabel, names, onChange }: NameListProps) {
  const [typed, setTyped] = useState('');

  const add = () => {
    const name = typed.trim();
    const known = names.some((other) => other.localeCompare(name, undefined, { sensitivity: 'base' }) === 0);
    if (name !== '' && !known) onChange([...names, name]);
    setTyped('');
  };

  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-start gap-2">
        <TextField
          label={label}
          description={description}
          value={typed}
          onChange={setTyped}
          onBlur={add}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            add();
          }}
          maxLength={NAME_LENGTH}
          autoComplete="off"
          className="grow"
        />
        <Button className="mt-7" isDisabled={typed.trim() === ''} onPress={add}>
          {addLabel}
        </Button>
      </div>
      {names.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {names.map((name) => (
            <li key={name} className="flex items-center gap-0.5">
              <PersonChip name={name} />
              <AriaButton
                aria-label={removeLabel(name)}
                onPress={() => onChange(names.filter((other) => other !== name))}
                className="flex size-6 cursor-default items-center justify-center rounded-full text-ink-faint hover:bg-hover hover:text-ink"
              >
                <X aria-hidden className="size-3.5" />
              </AriaButton>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
