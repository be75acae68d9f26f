/**
 * Times in words.
 *
 * A memory's time is shown as the clock stood where it happened: the offset it was given in is kept, not
 * converted to here. So the written parts are read out of the text and formatted as if they were UTC.
 * Years 1 to 9999 hold; years below 1000 name their era, since "3 May 7" says nothing.
 */
export type DateStyle = 'long' | 'short' | 'moment' | 'hour' | 'month' | 'monthShort' | 'weekday';

const WRITTEN = /^(\d{4})-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2}))?)?/;

const OPTIONS: Readonly<Record<DateStyle, Intl.DateTimeFormatOptions>> = {
  long: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  short: { day: 'numeric', month: 'short', year: 'numeric' },
  moment: { day: 'numeric', month: 'long', year: 'numeric', hour: 'numeric', minute: '2-digit' },
  hour: { hour: 'numeric', minute: '2-digit' },
  month: { month: 'long', year: 'numeric' },
  monthShort: { month: 'short' },
  weekday: { weekday: 'short' },
};

const WITHOUT_YEAR: ReadonlySet<DateStyle> = new Set(['hour', 'monthShort', 'weekday']);
const FIRST_YEAR_WITHOUT_ERA = 1000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** The language as it is written where the person lives: English days stand otherwise in Leeds than in Boston. */
function regional(language: string): string {
  return navigator.languages.find((tag) => tag.split('-')[0] === language) ?? language;
}

/** Making a formatter costs a thousand times what using it does; a timeline uses them on every row. */
function formatFor(language: string, style: DateStyle, withEra: boolean): Intl.DateTimeFormat {
  const key = `${language} ${style} ${withEra}`;
  let format = formats.get(key);
  if (format === undefined) {
    const era = withEra && !WITHOUT_YEAR.has(style);
    format = new Intl.DateTimeFormat(regional(language), {
      ...OPTIONS[style],
      ...(era ? { era: 'short' } : {}),
      timeZone: 'UTC',
    });
    formats.set(key, format);
  }
  return format;
}

/** A time, or a month such as `2024-05`, in words; the text itself where it is no time. */
export function formatTime(at: string, style: DateStyle, language: string): string {
  const parts = WRITTEN.exec(at);
  if (parts === null) return at;
  const [, year = '', month = '', day = '01', hour = '00', minute = '00'] = parts;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:00Z`);
  if (Number.isNaN(date.getTime())) return at;
  return formatFor(language, style, Number(year) < FIRST_YEAR_WITHOUT_ERA).format(date);
}

const HERE: Readonly<
  Record<'moment' | 'day' | 'time' | 'dayShort' | 'monthShort' | 'year', Intl.DateTimeFormatOptions>
> = {
  moment: { dateStyle: 'long', timeStyle: 'short' },
  day: { dateStyle: 'long' },
  time: { timeStyle: 'short' },
  dayShort: { day: 'numeric', month: 'short' },
  monthShort: { month: 'short', year: 'numeric' },
  year: { year: 'numeric' },
};

/** The moment in the time of this machine: for receipts, charts and "last opened", which are about here. */
export function formatHere(at: string, language: string, part: keyof typeof HERE = 'moment'): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return at;
  const key = `${language} here ${part}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(regional(language), HERE[part]);
    formats.set(key, format);
  }
  return format.format(date);
}
