/** Two quiet buttons beside an answer: this helped, this did not. Pressed again, one is taken back. */
import { type LucideIcon, ThumbsDown, ThumbsUp } from 'lucide-react';
import { ToggleButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';

interface AnswerThumbsProps {
  /** Of the memory, for screen readers. */
  readonly title: string;
  readonly helpful: boolean | null;
  readonly onJudge: (helpful: boolean | null) => void;
}

/** The pair. */
export function AnswerThumbs({ title, helpful, onJudge }: AnswerThumbsProps) {
  const { t } = useTranslation('search');
  return (
    <span className="flex shrink-0 items-start gap-0.5 py-3.5 pe-1">
      <Thumb
        icon={ThumbsUp}
        label={t('helped', { title })}
        isPressed={helpful === true}
        onPress={() => onJudge(helpful === true ? null : true)}
      />
      <Thumb
        icon={ThumbsDown}
        label={t('notHelped', { title })}
        isPressed={helpful === false}
        onPress={() => onJudge(helpful === false ? null : false)}
      />
    </span>
  );
}

interface ThumbProps {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly isPressed: boolean;
  readonly onPress: () => void;
}

function Thumb({ icon: Icon, label, isPressed, onPress }: ThumbProps) {
  return (
    <ToggleButton
      aria-label={label}
      isSelected={isPressed}
      onChange={onPress}
      className={`flex size-8 cursor-default items-center justify-center rounded-md hover:bg-hover ${isPressed ? 'bg-accent-wash text-accent' : 'text-ink-faint hover:text-ink-soft'}`}
    >
      <Icon aria-hidden className="size-4" />
    </ToggleButton>
  );
}
