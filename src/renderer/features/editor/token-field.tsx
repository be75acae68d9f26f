/** Several words of one sort, each on a chip that can be taken off; new ones are suggested or typed. */
import { X } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { SuggestField } from '../../components/suggest-field.tsx';

interface TokenFieldProps {
  readonly label: string;
  readonly description: string;
  readonly tokens: readonly string[];
  readonly suggestions: readonly string[];
  /** Whether the vault takes this word. */
  readonly isValid: (token: string) => boolean;
  readonly onChange: (tokens: readonly string[]) => void;
}

/** Enter or a comma adds, Backspace in the empty line takes the last one off. */
export function TokenField({ label, description, tokens, suggestions, isValid, onChange }: TokenFieldProps) {
  const { t } = useTranslation('editor');
  const add = (typed: string) => {
    const words = typed.split(',').map((word) => word.trim().replace(/^#/u, ''));
    const fresh = words.filter((word) => word !== '' && isValid(word) && !tokens.includes(word));
    if (fresh.length > 0) onChange([...tokens, ...new Set(fresh)]);
  };
  return (
    <div className="flex flex-col gap-2">
      <SuggestField
        label={label}
        description={description}
        suggestions={suggestions.filter((suggestion) => !tokens.includes(suggestion))}
        onChoose={add}
        onEraseBefore={() => onChange(tokens.slice(0, -1))}
      />
      {tokens.length > 0 && (
        <ul aria-label={label} className="flex flex-wrap gap-1.5">
          {tokens.map((token) => (
            <li key={token}>
              <AriaButton
                aria-label={t('takeOff', { word: token })}
                onPress={() => onChange(tokens.filter((one) => one !== token))}
                className="inline-flex max-w-56 cursor-default items-center gap-1 rounded bg-sunk py-0.5 pr-1 pl-2 text-ink text-sm hover:bg-hover"
              >
                <bdi className="truncate">{token}</bdi>
                <X aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
              </AriaButton>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
