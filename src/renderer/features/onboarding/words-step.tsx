/** Step 3: the recovery phrase, shown once, to be written on paper. There is no copy button on purpose. */
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { EntranceSheet } from '../unlock/entrance-sheet.tsx';
import { STEPS } from './steps.ts';

interface WordsStepProps {
  readonly words: readonly string[];
  readonly onNext: () => void;
  /** Leaves the vault unconfirmed for now. */
  readonly onLeave?: () => void;
}

/** Twenty-four words, numbered down the columns as one writes them. */
export function WordsStep({ words, onNext, onLeave }: WordsStepProps) {
  const { t } = useTranslation('onboarding');
  return (
    <EntranceSheet title={t('words.title')} above={t('step', { step: 3, steps: STEPS })} width="wide">
      <p className="text-ink-soft">{t('words.body')}</p>
      <ol
        aria-label={t('words.list')}
        className="columns-2 gap-8 rounded-lg border border-line bg-raised px-8 py-6 shadow-slip sm:columns-3"
      >
        {words.map((word, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a phrase may hold a word twice, and its order is fixed.
          <li key={index} className="flex items-baseline gap-3 py-1">
            <span aria-hidden className="w-6 text-right text-ink-faint text-sm tabular-nums">
              {index + 1}
            </span>
            <span translate="no" className="font-serif text-lg">
              {word}
            </span>
          </li>
        ))}
      </ol>
      <p className="font-semibold">{t('words.warning')}</p>
      <div className="flex flex-wrap justify-between gap-2">
        <Button variant="primary" onPress={onNext}>
          {t('words.next')}
        </Button>
        {onLeave && (
          <Button variant="quiet" onPress={onLeave}>
            {t('words.later')}
          </Button>
        )}
      </div>
    </EntranceSheet>
  );
}
