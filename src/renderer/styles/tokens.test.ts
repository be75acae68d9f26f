import { describe, expect, it, vi } from 'vitest';

// The page's types know no Node, and Vitest gives an empty text for an imported style sheet.
const { readFileSync } = await vi.importActual<{ readFileSync(path: URL, encoding: 'utf8'): string }>(
  'node:fs',
);
const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** Every colour that is a plain pair, by name: light first, dark second. */
const PAIRS = new Map(
  [...css.matchAll(/--color-([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
);

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const GROUNDS = ['paper', 'raised', 'sunk'];
const BANDS = ['green', 'amber', 'red', 'black'];

/** What is written with what, on what, and how plainly it must stand out. */
const RULES: readonly [ink: string, grounds: readonly string[], least: number][] = [
  ['ink', [...GROUNDS, 'hover', 'mark', 'accent-wash', ...BANDS.map((band) => `${band}-wash`)], 7],
  ['ink-soft', GROUNDS, 7],
  ['ink-soft', ['hover', 'accent-wash', ...BANDS.map((band) => `${band}-wash`)], 4.5],
  ['ink-faint', [...GROUNDS, 'hover'], 4.5],
  ['accent', [...GROUNDS, 'hover', 'accent-wash'], 4.5],
  ['on-accent', ['accent'], 4.5],
  ['on-fill', ['fill', 'fill-hover'], 4.5],
  ['fill', ['paper', 'sunk'], 3],
  ['line-strong', GROUNDS, 3],
  ...BANDS.map((band): [string, string[], number] => [band, [...GROUNDS, 'hover', `${band}-wash`], 4.5]),
];

const colour = (name: string) => {
  const pair = PAIRS.get(name);
  if (pair === undefined) throw new Error(`no colour ${name}`);
  return pair;
};

describe.each(['light', 'dark'] as const)('in the %s', (scheme) => {
  it.each(RULES)('%s can be read on %j (at least %d:1)', (ink, grounds, least) => {
    for (const ground of grounds) {
      expect(
        contrast(colour(ink)[scheme], colour(ground)[scheme]),
        `${ink} on ${ground}`,
      ).toBeGreaterThanOrEqual(least);
    }
  });
});
