import { renderToStaticMarkup } from 'react-dom/server';
import Markdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { describe, expect, it } from 'vitest';
import { remarkPlainHtml } from './plain-html.ts';

const set = (text: string): string =>
  renderToStaticMarkup(<Markdown remarkPlugins={[remarkGfm, remarkPlainHtml]}>{text}</Markdown>);

describe('HTML in a text', () => {
  it('is shown as written, and the Markdown around it is set', () => {
    expect(set('<script>alert(1)</script> Cherries, **much** sugar.')).toBe(
      '<p>&lt;script&gt;alert(1)&lt;/script&gt; Cherries, <strong>much</strong> sugar.</p>',
    );
  });

  it('never becomes an element, whatever it is', () => {
    for (const text of [
      '<img src=x onerror=alert(1)>',
      '<svg onload=alert(1)></svg>',
      '<!-- hidden -->',
      '<div>\n\n*a*\n\n</div>',
      '<iframe src="javascript:alert(1)">',
      'a <b onclick=x>b</b>',
    ]) {
      expect(set(text).replace(/<\/?(?:p|em|a)\b[^>]*>/gu, '')).not.toMatch(/<[a-z!]/iu);
    }
  });
});
