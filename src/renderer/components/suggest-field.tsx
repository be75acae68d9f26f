/**
 * One line of text with suggestions below it: a tag, a person. What is not suggested can be typed.
 *
 * Of any number of suggestions only the first few that fit are ever in the document.
 */
import { ChevronDown } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useState } from 'react';
import { Button as AriaButton, ComboBox, Input, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { FIELD_BOX, FieldLabel, FieldNotes } from './field.tsx';

const SHOWN = 50;

interface SuggestFieldProps {
  readonly label: string;
  /** What is chosen; the field shows it until something else is typed. */
  readonly value: string;
  readonly suggestions: readonly string[];
  /** A suggestion was chosen, or Enter pressed on what was typed. Empty where the field was emptied. */
  readonly onChoose: (value: string) => void;
  readonly description?: string | undefined;
  readonly onKeyDown?: ((event: KeyboardEvent, text: string) => void) | undefined;
}

/** A labelled line that completes. */
export function SuggestField({
  label,
  value,
  suggestions,
  onChoose,
  description,
  onKeyDown,
}: SuggestFieldProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);

  const fitting = useMemo(() => {
    const wanted = text === value ? '' : text.trim().toLocaleLowerCase();
    return suggestions
      .filter((suggestion) => suggestion.toLocaleLowerCase().includes(wanted))
      .slice(0, SHOWN)
      .map((name) => ({ id: name, name }));
  }, [suggestions, text, value]);

  const choose = (chosen: string) => {
    setText(chosen === '' ? '' : value);
    onChoose(chosen);
  };

  return (
    <ComboBox
      allowsCustomValue
      menuTrigger="input"
      items={fitting}
      inputValue={text}
      onInputChange={setText}
      onChange={(key) => {
        if (key !== null) choose(String(key));
      }}
      onBlur={() => {
        if (text.trim() !== value) choose(text.trim());
      }}
      onKeyDown={(event) => onKeyDown?.(event, text)}
      className="flex flex-col gap-1.5"
    >
      <FieldLabel>{label}</FieldLabel>
      <div className="relative">
        <Input className={`${FIELD_BOX} pr-9`} />
        <AriaButton
          aria-label={t('action.more')}
          className="absolute top-1 right-1 flex size-8 cursor-default items-center justify-center text-ink-faint"
        >
          <ChevronDown aria-hidden className="size-4" />
        </AriaButton>
      </div>
      <FieldNotes description={description} />
      <Popover className="max-h-64 min-w-(--trigger-width) entering:animate-appear overflow-y-auto rounded-md border border-line bg-raised shadow-lifted">
        <ListBox className="p-1 outline-none">
          {(item: { id: string; name: string }) => (
            <ListBoxItem
              id={item.id}
              textValue={item.name}
              className="cursor-default truncate rounded px-2.5 py-1.5 text-base focus:bg-hover"
            >
              {item.name}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
