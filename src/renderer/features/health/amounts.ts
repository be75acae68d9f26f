/** Times and shares in words: as exact as it helps. */

/** "3.2 ms", "45 ms", "1.2 s". */
export function formatMilliseconds(milliseconds: number, language: string): string {
  const inSeconds = milliseconds >= 1000;
  const value = inSeconds ? milliseconds / 1000 : milliseconds;
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: inSeconds ? 'second' : 'millisecond',
    unitDisplay: 'short',
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value);
}

/** "87 %". */
export function formatShare(share: number, language: string): string {
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(share);
}
