import { describe, expect, it } from 'vitest';
import { parseFrontMatter } from './front-matter.ts';
import { parseNote } from './markdown-note.ts';
import { FileIndex, fileReferences, firstHeading, inlineTags } from './references.ts';

const { signal } = new AbortController();
const note = (content: string, path = 'note.md') =>
  parseNote(path, content, Date.parse('2020-01-02T03:04:05Z'), {
    attachments: 'bytes',
    band: undefined,
    signal,
  });
const refusal = (code: string) => expect.objectContaining({ code });

describe('a note', () => {
  it('says its own title, time, tags, people, band, kind and id', () => {
    const { externalId, input } = note(
      '---\ntitle: Picnic\ndate: 2019-05-01T14:30:00+02:00\ntags: [summer, "#family"]\npeople:\n  - Ada\n  - "[[Ben]]"\nband: red\nkind: event\nid: p-1\n---\nWe sat by the river. #river\n',
    );
    expect(externalId).toBe('p-1');
    expect(input).toEqual({
      title: 'Picnic',
      text: 'We sat by the river. #river\n',
      at: '2019-05-01T14:30:00+02:00',
      dateOnly: false,
      band: 'RED',
      kind: 'event',
      tags: ['summer', 'family', 'river'],
      people: ['Ada', 'Ben'],
    });
  });

  it('takes title and day from heading and name where the front matter is silent', () => {
    const byHeading = note('# By the lake\n\ntext', 'diary/2019-05-01 lake.md');
    expect(byHeading.input).toMatchObject({
      title: 'By the lake',
      dateOnly: true,
      text: '# By the lake\n\ntext',
    });
    expect(byHeading.externalId).toBe('markdown:diary/2019-05-01 lake.md');
    const byName = note('only text', 'Grandma.md');
    expect(byName.input.title).toBe('Grandma');
    expect(Date.parse(byName.input.at)).toBe(Date.parse('2020-01-02T03:04:05Z'));
  });

  it('keeps fields that no memory has a place for', () => {
    expect(note('---\nmood: content\nweather: {sky: clear}\n---\nhello').input.text).toBe(
      'hello\n\n```yaml\nmood: content\nweather:\n  sky: clear\n```\n',
    );
  });

  it('keeps Obsidian links and embeds in the text as they are', () => {
    const text = 'See [[Ben|my brother]] and ![[photos/lake.jpg|300]] and [[#Part]].';
    expect(note(text).input.text).toBe(text);
  });

  it.each([
    ['---\ntitle: a: b\n---\nx', 'INVALID_SHAPE'],
    ['---\ndate: someday\n---\nx', 'INVALID_DATE'],
    ['---\ndate: 03/04/2019\n---\nx', 'INVALID_DATE'],
    ['---\nband: PURPLE\n---\nx', 'INVALID_SHAPE'],
    ['---\ntags: {a: b}\n---\nx', 'INVALID_SHAPE'],
    ['---\nid: [1]\n---\nx', 'INVALID_SHAPE'],
    [`---\ntags: [${'t'.repeat(81)}]\n---\nx`, 'INVALID_SHAPE'],
    ['', 'EMPTY'],
    [' \n\t\n', 'EMPTY'],
    ['---\ntags: [a]\n---\n', 'EMPTY'],
    ['bytes \0 bytes', 'UNSUPPORTED'],
  ])('is refused: %j', (content, code) => {
    expect(() => note(content)).toThrowError(refusal(code));
  });

  it('is not mistaken where a rule opens the text', () => {
    expect(note('---\njust a line\n---\nmore').input.text).toBe('---\njust a line\n---\nmore');
    expect(note('---\nno end').input.text).toBe('---\nno end');
  });
});

describe('front matter', () => {
  it('cannot be made to grow by aliases', () => {
    const levels = Array.from({ length: 12 }, (_, level) =>
      level === 0
        ? 'a0: &a0 [x, x, x, x, x, x, x, x]'
        : `a${level}: &a${level} [${Array(8).fill(`*a${level - 1}`)}]`,
    );
    expect(() => parseFrontMatter(`---\n${levels.join('\n')}\n---\n`)).toThrowError(refusal('INVALID_SHAPE'));
  });

  it('cannot be made to go too deep', () => {
    expect(() => parseFrontMatter(`---\na: ${'['.repeat(30_000)}\n---\n`)).toThrowError(
      refusal('INVALID_SHAPE'),
    );
  });

  it('makes nothing but plain values', () => {
    const { fields } = parseFrontMatter('---\nwhen: 2019-05-01\n__proto__: {polluted: true}\n---\n');
    expect(fields.get('when')).toBe('2019-05-01');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

describe('what a text refers to', () => {
  it('finds tags, but not in code, headings or addresses', () => {
    expect(
      inlineTags(
        '#summer (#lake/north) `#code` # Heading http://x.org/#part #2019 #2019-trip\n```\n#no\n```\n#日本',
      ),
    ).toEqual(['summer', 'lake/north', '2019-trip', '日本']);
  });

  it('finds files in every way a note can show one', () => {
    const targets = fileReferences(
      '![[a.png]] ![[dir/b c.jpg|200]] ![x](d%20e.png) ![y](<f g.png> "title") [z](h.pdf) <img src="i.gif"> ![[Note]] [[Other#Part|name]] ![w](https://x.org/j.png) ![v](data:image/png;base64,AA==) `![[k.png]]`',
    );
    expect(targets.filter(({ embedded }) => embedded).map(({ target }) => target)).toEqual([
      'a.png',
      'dir/b c.jpg',
      'Note',
      'd e.png',
      'f g.png',
      'i.gif',
    ]);
    expect(targets.filter(({ embedded }) => !embedded).map(({ target }) => target)).toEqual([
      'Other',
      'h.pdf',
    ]);
  });

  it('cannot be made to run long', () => {
    for (const piece of ['[', '![', '[[', '![[a|', '](', '<img ', '`', '```', '#a', '](<', '[a](b "']) {
      const text = piece.repeat(Math.ceil(2_000_000 / piece.length));
      fileReferences(text);
      inlineTags(text);
      firstHeading(text);
    }
  });

  it('resolves beside the note, from the top, and by name, and never outside', () => {
    const index = new FileIndex(['a/photo.png', 'b/photo.png', 'b/deep/only.png', 'a/note.md']);
    expect(index.resolve('a/note.md', 'photo.png')).toBe('a/photo.png');
    expect(index.resolve('a/note.md', 'b/photo.png')).toBe('b/photo.png');
    expect(index.resolve('a/note.md', '../b/photo.png')).toBe('b/photo.png');
    expect(index.resolve('a/note.md', 'ONLY.png')).toBe('b/deep/only.png');
    expect(index.resolve('a/note.md', '../../etc/passwd')).toBeNull();
    expect(index.resolve('a/note.md', '/etc/passwd')).toBeNull();
  });
});
