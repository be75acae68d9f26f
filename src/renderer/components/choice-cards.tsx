/** One of a few that need a sentence each: radio buttons as cards. */
import type { LucideIcon } from 'lucide-react';
import { Label, Radio, RadioGroup } from 'react-aria-components';

interface ChoiceCard<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly description: string;
  readonly icon?: LucideIcon;
}

interface ChoiceCardsProps<T extends string> {
  readonly label: string;
  readonly choices: readonly ChoiceCard<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** A labelled group of cards, of which one is chosen. */
export function ChoiceCards<T extends string>({ label, choices, value, onChange }: ChoiceCardsProps<T>) {
  return (
    <RadioGroup
      value={value}
      onChange={(next) => {
        const choice = choices.find((candidate) => candidate.value === next);
        if (choice) onChange(choice.value);
      }}
      className="flex flex-col gap-1.5"
    >
      <Label className="font-semibold text-sm">{label}</Label>
      <div className="grid gap-2 sm:grid-cols-2">
        {choices.map(({ value: choice, label: name, description, icon: Icon }) => (
          <Radio
            key={choice}
            value={choice}
            className="flex cursor-default items-start gap-3 rounded-lg border border-line bg-raised px-3 py-2.5 hover:bg-hover selected:border-accent selected:bg-accent-wash selected:outline-1 selected:outline-accent focus-visible:outline-2 focus-visible:outline-offset-2"
          >
            {Icon && <Icon aria-hidden strokeWidth={1.75} className="mt-0.5 size-5 shrink-0 text-accent" />}
            <span className="flex flex-col">
              <span className="font-semibold">{name}</span>
              <span className="text-ink-soft text-sm">{description}</span>
            </span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
