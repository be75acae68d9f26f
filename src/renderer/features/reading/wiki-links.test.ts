import { describe, expect, it } from 'vitest';
import { remarkWikiLinks, titleAddress, titleOfAddress, wikiPieces } from './wiki-links.ts';

describe('wiki links', () => {
  it('finds links, shown names, parts and embeds', () => {
    expect(wikiPieces('See [[The lake]] and [[Ada|her]], ![[boat.png|300]].')).toEqual([
      { kind: 'text', text: 'See ' },
      { kind: 'link', title: 'The lake', shown: 'The lake' },
      { kind: 'text', text: ' and ' },
      { kind: 'link', title: 'Ada', shown: 'her' },
      { kind: 'text', text: ', ' },
      { kind: 'embed', name: 'boat.png', shown: 'boat.png' },
      { kind: 'text', text: '.' },
    ]);
    expect(wikiPieces('[[The lake#Evening]]')).toEqual([
      { kind: 'link', title: 'The lake', shown: 'The lake#Evening' },
    ]);
  });

  it('leaves what is no link as it was written', () => {
    for (const text of ['[[]]', '[[ ]]', '[[#part]]', '[[open', '[one]', '[[a\nb]]', '[[[[[[']) {
      expect(wikiPieces(text)).toEqual([{ kind: 'text', text }]);
    }
  });

  it('takes a hostile text in linear time', () => {
    const started = performance.now();
    wikiPieces('[['.repeat(200_000));
    wikiPieces('[[a|'.repeat(100_000));
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('keeps any title through its address', () => {
    for (const title of ['The lake', 'Größe/100 %', '../../etc', 'javascript:alert(1)', '日記']) {
      expect(titleOfAddress(titleAddress(title))).toBe(title);
    }
    expect(titleOfAddress('https://example.org')).toBeNull();
    expect(titleOfAddress('memory-title:%E0%A4%A')).toBeNull();
  });

  it('rewrites text nodes but neither code nor the inside of links', () => {
    const tree = {
      type: 'root',
      children: [
        { type: 'paragraph', children: [{ type: 'text', value: 'to [[Ada]]' }] },
        { type: 'inlineCode', value: '[[Ada]]' },
        { type: 'link', url: 'x', children: [{ type: 'text', value: '[[Ada]]' }] },
      ],
    };
    remarkWikiLinks()(tree);
    expect(tree.children[0]?.children).toEqual([
      { type: 'text', value: 'to ' },
      { type: 'link', url: titleAddress('Ada'), children: [{ type: 'text', value: 'Ada' }] },
    ]);
    expect(tree.children[1]).toEqual({ type: 'inlineCode', value: '[[Ada]]' });
    expect(tree.children[2]?.children).toEqual([{ type: 'text', value: '[[Ada]]' }]);
  });
});
