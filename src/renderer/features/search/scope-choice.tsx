/** Where to look: in the current space, or in all of them. */
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';

export type SearchScope = 'here' | 'everywhere';

interface ScopeChoiceProps {
  readonly scope: SearchScope;
  /** The name of the current space. */
  readonly space: string;
  readonly onChange: (scope: SearchScope) => void;
}

/** Two choices side by side. */
export function ScopeChoice({ scope, space, onChange }: ScopeChoiceProps) {
  const { t } = useTranslation('search');
  const choices = [
    { value: 'here', label: t('here', { space }) },
    { value: 'everywhere', label: t('everywhere') },
  ];
  return (
    <RadioGroup
      orientation="horizontal"
      value={scope}
      onChange={(value) => onChange(value === 'everywhere' ? 'everywhere' : 'here')}
    >
      <Label className="sr-only">{t('scope')}</Label>
      <div className="flex rounded-md border border-line-strong bg-raised p-0.5">
        {choices.map(({ value, label }) => (
          <Radio
            key={value}
            value={value}
            className="max-w-48 cursor-default truncate rounded px-3 py-1 text-ink-soft text-sm hover:text-ink focus-visible:outline-2 focus-visible:outline-accent selected:bg-accent-wash selected:font-semibold selected:text-ink"
          >
            {label}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
