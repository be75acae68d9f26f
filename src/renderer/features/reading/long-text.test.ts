import { describe, expect, it } from 'vitest';
import { nextPiece, settable, splitLongText } from './long-text.ts';

function allOf(text: string): string {
  const { first, rest } = splitLongText(text);
  let shown = first;
  for (let from = 0; from < rest.length; ) {
    const blocks = nextPiece(rest, from);
    expect(blocks.length).toBeGreaterThan(0);
    for (const block of blocks) {
      expect(block.isWellFormed()).toBe(true);
      expect(block.length).toBeLessThanOrEqual(8_000);
    }
    const piece = blocks.join('');
    shown += piece;
    from += piece.length;
  }
  return shown;
}

describe('long texts', () => {
  it('leaves short ones whole', () => {
    expect(splitLongText('a\n\nb')).toEqual({ first: 'a\n\nb', rest: '' });
  });

  it('shows every character of a long one, in bounded pieces', () => {
    for (const text of [
      'word '.repeat(300_000),
      'x'.repeat(1_000_000),
      '😀'.repeat(400_000),
      '\n'.repeat(300_000),
    ]) {
      expect(splitLongText(text).first.length).toBeLessThanOrEqual(40_000);
      expect(splitLongText(text).first.isWellFormed()).toBe(true);
      expect(allOf(text)).toBe(text);
    }
  });

  it('cuts between paragraphs where it can', () => {
    expect(splitLongText(`${'a'.repeat(100)}\n\n`.repeat(1000)).first.endsWith('\n\n')).toBe(true);
  });

  it('refuses to parse traps and takes ordinary texts', () => {
    expect(settable('> '.repeat(5000))).toBe(false);
    expect(settable('['.repeat(30_000))).toBe(false);
    expect(settable('*a_'.repeat(10_000))).toBe(false);
    expect(
      settable('# Title\n\n- one\n  - two\n\n> said\n\n----------------------------------------------\n'),
    ).toBe(true);
    expect(settable('A *long* [text](x) with **marks**.\n\n'.repeat(2000))).toBe(true);
  });
});
