/** What a mood is called: its feeling, the person's own word, or how pleasant it was. */
import { useTranslation } from 'react-i18next';
import type { Feeling } from '../../../shared/contracts/moods.ts';
import { valenceStep } from './valence.ts';

interface Named {
  readonly feeling: Feeling | null;
  readonly word: string;
  readonly valence?: number;
}

export function useMoodName(): (mood: Named) => string {
  const { t } = useTranslation('moods');
  return ({ feeling, word, valence = 0 }) => {
    if (feeling !== null) return t(`feeling.${feeling}`);
    return word === '' ? t(`valence.${valenceStep(valence)}`) : word;
  };
}
