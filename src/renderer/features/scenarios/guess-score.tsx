/** How well the guesses agreed with what came: a sentence, and for each likelihood how many came. */
import { useTranslation } from 'react-i18next';
import type { ChannelOutput } from '../../../shared/channels.ts';

type Score = NonNullable<ChannelOutput<'scenarios.lists'>['score']>;

/** A Brier score below it is better than always saying "one in two". */
const EVEN_GUESS = 0.25;
const SHARP_GUESS = 0.12;

function verdictOf(brier: number): 'sharp' | 'fair' | 'chance' {
  if (brier < SHARP_GUESS) return 'sharp';
  return brier < EVEN_GUESS ? 'fair' : 'chance';
}

export function GuessScore({ score }: { readonly score: Score }) {
  const { t } = useTranslation('scenarios');
  const { brier, guesses, steps } = score;
  return (
    <section aria-label={t('score.title')} className="rounded-lg border border-line bg-raised p-5">
      <h2 className="font-semibold font-serif text-lg">{t('score.title')}</h2>
      <p className="text-ink-soft">{t(`score.${verdictOf(brier)}`, { count: guesses })}</p>
      <table className="mt-3 w-full max-w-lg text-sm">
        <thead>
          <tr className="text-left text-ink-faint">
            <th scope="col" className="pb-1 font-normal">
              {t('score.said')}
            </th>
            <th scope="col" className="pb-1 font-normal">
              {t('score.came')}
            </th>
            <td className="w-1/2" />
          </tr>
        </thead>
        <tbody>
          {steps.map(({ from, to, guesses: all, came }) => (
            <tr key={from}>
              <th scope="row" className="py-1 pr-4 text-left font-normal tabular-nums">
                {t('score.range', { from, to })}
              </th>
              <td className="py-1 pr-4 tabular-nums">{t('score.of', { came, count: all })}</td>
              <td>
                <svg aria-hidden viewBox="0 0 100 8" preserveAspectRatio="none" className="h-3.5 w-full">
                  <rect width={100} height={4} className="fill-line" />
                  <rect width={(100 * came) / all} height={4} className="fill-accent" />
                  <rect x={100 * from} y={6} width={100 * (to - from)} height={2} className="fill-amber" />
                </svg>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="pt-2 text-ink-faint text-xs">{t('score.explained', { brier })}</p>
    </section>
  );
}
