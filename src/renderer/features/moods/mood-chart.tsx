/** Moods over time: the mean of each day, week or month, with the best and the worst of it. */
import { useTranslation } from 'react-i18next';
import type { MoodPoint } from '../../../shared/contracts/moods.ts';
import { TimeChart } from '../../components/chart.tsx';
import { noonOf, SPAN_STEP, type Span } from './days.ts';
import { valenceStep } from './valence.ts';

interface MoodChartProps {
  readonly span: Span;
  readonly from: string;
  readonly to: string;
  readonly points: readonly MoodPoint[];
}

export function MoodChart({ span, from, to, points }: MoodChartProps) {
  const { t, i18n } = useTranslation('moods');
  const count = points.reduce((sum, point) => sum + point.count, 0);
  const mean = points.reduce((sum, point) => sum + point.mean * point.count, 0) / Math.max(1, count);
  const number = new Intl.NumberFormat(i18n.language, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  });
  const words = (valence: number) => t(`valence.${valenceStep(valence)}`);
  // Of a month its first day stands for it, which may lie before the span begins.
  const start = Math.min(noonOf(from), ...points.map(({ day }) => noonOf(day)));
  return (
    <TimeChart
      title={t(`chart.title.${SPAN_STEP[span]}`)}
      summary={
        count === 0
          ? t('chart.nothing')
          : t('chart.summary', { count, words: words(mean), mean: number.format(mean) })
      }
      kind="line"
      named="day"
      range={[-1, 1]}
      from={start}
      to={noonOf(to)}
      series={[
        { name: t('chart.mean'), tone: 'accent' },
        { name: t('chart.best'), tone: 'green' },
        { name: t('chart.worst'), tone: 'amber' },
      ]}
      points={points.map(({ day, mean: middle, min, max }) => ({
        at: noonOf(day),
        values: [middle, max, min],
      }))}
      format={(value) => t('chart.value', { words: words(value), value: number.format(value) })}
      formatTick={(value) => (value === 0 ? t('chart.tick.even') : number.format(value))}
    />
  );
}
