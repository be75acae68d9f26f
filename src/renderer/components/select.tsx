/** One of a few. */
import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  Button as AriaButton,
  Select as AriaSelect,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
} from 'react-aria-components';
import { FIELD_BOX, FieldLabel, FieldNotes } from './field.tsx';

interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
  /** What stands in the list instead of the plain label. */
  readonly content?: ReactNode;
}

interface SelectProps<T extends string> {
  readonly label: string;
  readonly choices: readonly Choice<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly description?: string;
  readonly isDisabled?: boolean;
  readonly className?: string;
}

/** A labelled choice from a list that opens. */
export function Select<T extends string>({
  label,
  choices,
  value,
  onChange,
  description,
  isDisabled = false,
  className = '',
}: SelectProps<T>) {
  return (
    <AriaSelect
      value={value}
      isDisabled={isDisabled}
      onChange={(key) => {
        const choice = choices.find((candidate) => candidate.value === key);
        if (choice) onChange(choice.value);
      }}
      // The button shows where the focus is; a second ring around its label would say it twice.
      className={`flex flex-col gap-1.5 outline-none ${className}`}
    >
      <FieldLabel>{label}</FieldLabel>
      <AriaButton className={`${FIELD_BOX} flex cursor-default items-center justify-between gap-2 text-left`}>
        <SelectValue className="truncate">
          {/* The text alone: the item's own content brings its tick along. */}
          {({ selectedText }) => selectedText}
        </SelectValue>
        <ChevronDown aria-hidden className="size-4 shrink-0 text-ink-faint" />
      </AriaButton>
      <FieldNotes description={description} />
      <Popover className="min-w-(--trigger-width) entering:animate-appear overflow-y-auto rounded-md border border-line bg-raised shadow-lifted">
        <ListBox
          items={choices.map((choice) => ({ ...choice, id: choice.value }))}
          className="p-1 outline-none"
        >
          {(choice) => (
            <ListBoxItem
              id={choice.id}
              textValue={choice.label}
              className="group flex cursor-default items-center justify-between gap-4 rounded px-2.5 py-1.5 text-base focus:bg-hover"
            >
              <span>{choice.content ?? choice.label}</span>
              <Check aria-hidden className="invisible size-4 text-accent group-selected:visible" />
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
