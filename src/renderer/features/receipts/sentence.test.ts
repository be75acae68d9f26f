import { createInstance } from 'i18next';
import { describe, expect, it } from 'vitest';
import { slotValues, splitSentence } from './sentence.ts';

describe('sentences with slots', () => {
  it('splits at the slots, in whatever order the language has them', () => {
    expect(splitSentence('{{actor}} added {{title}}.', ['actor', 'title'])).toEqual([
      { kind: 'slot', slot: 'actor' },
      { kind: 'words', text: ' added ' },
      { kind: 'slot', slot: 'title' },
      { kind: 'words', text: '.' },
    ]);
    expect(splitSentence('Am {{when}} von {{actor}}', ['actor', 'when'])).toHaveLength(4);
  });

  it('leaves unknown slots as they are', () => {
    expect(splitSentence('a {{b}}', [])).toEqual([{ kind: 'words', text: 'a {{b}}' }]);
  });

  it('gets its slots back through the translation', async () => {
    const i18n = createInstance();
    await i18n.init({ lng: 'en', resources: { en: { x: { said: '{{actor}} said {{title}}' } } } });
    const sentence = i18n.t('said', { ns: 'x', ...slotValues(['actor', 'title']) });
    expect(splitSentence(sentence, ['actor', 'title'])).toHaveLength(3);
  });
});
