import { describe, expect, it } from 'vitest';
import { withoutTitleHeading } from './title-heading.ts';

describe('a text that opens with its own title', () => {
  it.each([
    ['# The lake\n\nWe swam.', 'We swam.'],
    ['\n## The lake ##\r\nWe swam.', 'We swam.'],
    ['# The lake', ''],
  ])('loses the heading in %j', (text, shown) => {
    expect(withoutTitleHeading(text, 'The lake')).toBe(shown);
  });

  it.each([
    '# Another lake\n\nWe swam.',
    'We swam.\n\n# The lake',
    '### The lake\nWe swam.',
    'The lake\nWe swam.',
  ])('keeps every word of %j', (text) => {
    expect(withoutTitleHeading(text, 'The lake')).toBe(text);
  });

  it('keeps the indentation of a text that begins with code', () => {
    expect(withoutTitleHeading('# The lake\n\n    code', 'The lake')).toBe('    code');
  });
});
