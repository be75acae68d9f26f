/** A time as people write it, in their language. */
import { useTranslation } from 'react-i18next';
import { type DateStyle, formatTime } from '../i18n/dates.ts';

interface DateTextProps {
  /** ISO 8601 with an offset; shown as the clock stood there, not converted. */
  readonly at: string;
  readonly style?: DateStyle;
  readonly className?: string;
}

/** A `<time>`. `long` is the day in full, `short` the day abbreviated, `moment` the day with the hour. */
export function DateText({ at, style = 'long', className }: DateTextProps) {
  const { i18n } = useTranslation();
  return (
    <time dateTime={at} className={className}>
      {formatTime(at, style, i18n.language)}
    </time>
  );
}
