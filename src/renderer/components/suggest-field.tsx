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
  /** What is chosen; the field shows it until something else is typed. Left out, each choice empties the field. */
  readonly value?: string;
  readonly suggestions: readonly string[];
  /** A suggestion was chosen, or what was typed was confirmed or left. Empty where the field was emptied. */
  readonly onChoose: (value: string) => void;
  readonly description?: string | undefined;
  /** Backspace was pressed in the empty field. */
  readonly onEraseBefore?: () => void;
}

/** A labelled line that completes. Enter takes a suggestion or what is typed; a comma too, where it empties. */
export function SuggestField({
  label,
  value,
  suggestions,
  onChoose,
  description,
  onEraseBefore,
}: SuggestFieldProps) {
  const { t } = useTranslation();
  const settled = value ?? '';
  const [text, setText] = useState(settled);
  useEffect(() => setText(settled), [settled]);

  const fitting = useMemo(() => {
    const wanted = text === settled ? '' : text.trim().toLocaleLowerCase();
    return suggestions
      .filter((suggestion) => suggestion.toLocaleLowerCase().includes(wanted))
      .slice(0, SHOWN)
      .map((name) => ({ id: name, name }));
  }, [suggestions, text, settled]);

  const choose = (chosen: string) => {
    setText(value === undefined ? '' : chosen);
    onChoose(chosen);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const pointsAtSuggestion = event.currentTarget.hasAttribute('aria-activedescendant');
    const confirms = event.key === 'Enter' ? !pointsAtSuggestion : event.key === ',' && value === undefined;
    if (confirms && text.trim() !== '') {
      event.preventDefault();
      choose(text.trim());
    } else if (event.key === 'Backspace' && text === '') {
      onEraseBefore?.();
    }
  };

  return (
    <ComboBox
      allowsCustomValue
      menuTrigger="input"
      items={fitting}
      // Text and choice are both ours: the field would otherwise write the chosen name back into the line.
      value={null}
      inputValue={text}
      onInputChange={setText}
      onChange={(key) => {
        if (key !== null) choose(String(key));
      }}
      onBlur={() => {
        if (text.trim() !== settled) choose(text.trim());
      }}
      onKeyDown={onKeyDown}
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
