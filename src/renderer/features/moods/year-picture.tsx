/**
 * A year of days, one small square for each that has a mood: a month a line. A table, so that it can be read by ear
 * and by arrow keys of a screen reader; a day can be pressed.
 */
import { useMemo } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { MoodPoint } from '../../../shared/contracts/moods.ts';
import { formatTime } from '../../i18n/dates.ts';
import { MoodMark } from './mood-mark.tsx';
import { valenceStep } from './valence.ts';

const MONTHS = Array.from({ length: 12 }, (_, month) => month + 1);
const DAYS = Array.from({ length: 31 }, (_, day) => day + 1);
const twoDigits = (value: number): string => String(value).padStart(2, '0');

interface YearPictureProps {
  readonly year: number;
  readonly points: readonly MoodPoint[];
  /** The chosen day. */
  readonly day: string | null;
  readonly onDay: (day: string) => void;
}

export function YearPicture({ year, points, day: chosen, onDay }: YearPictureProps) {
  const { t, i18n } = useTranslation('moods');
  const byDay = useMemo(() => new Map(points.map((point) => [point.day, point])), [points]);
  const daysIn = (month: number) => new Date(year, month, 0).getDate();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section tabIndex={0} aria-label={t('year.label', { year })} className="overflow-x-auto pb-2">
      <table className="border-separate border-spacing-0.5">
        <caption className="sr-only">{t('year.label', { year })}</caption>
        <thead>
          <tr>
            <td />
            {DAYS.map((date) => (
              <th key={date} scope="col" className="font-normal text-ink-faint text-xs tabular-nums">
                <span className={date === 1 || date % 5 === 0 ? '' : 'sr-only'}>{date}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {MONTHS.map((month) => (
            <tr key={month}>
              <th scope="row" className="pr-2 text-right font-normal text-ink-soft text-xs">
                {formatTime(
                  `${String(year).padStart(4, '0')}-${twoDigits(month)}`,
                  'monthShort',
                  i18n.language,
                )}
              </th>
              {DAYS.slice(0, daysIn(month)).map((date) => {
                const day = `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(date)}`;
                const point = byDay.get(day);
                return (
                  <td key={date} className="p-0">
                    {point === undefined ? (
                      <span className="block size-[18px] rounded border border-line" />
                    ) : (
                      <AriaButton
                        aria-pressed={day === chosen}
                        aria-label={t('year.day', {
                          day: formatTime(day, 'long', i18n.language),
                          words: t(`valence.${valenceStep(point.mean)}`),
                          count: point.count,
                        })}
                        onPress={() => onDay(day)}
                        className={`block cursor-default rounded hover:outline-2 hover:outline-accent ${day === chosen ? 'outline-2 outline-accent' : ''}`}
                      >
                        <MoodMark valence={point.mean} />
                      </AriaButton>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
