import { createInstance } from 'i18next';
import { describe, expect, it } from 'vitest';
import { ACTIONS, RECEIPT_KINDS } from '../../../shared/contracts/receipts.ts';
import { resources } from '../../i18n/resources.ts';
import { splitSentence } from './sentence.ts';

const SLOTS = ['actor', 'title', 'device', 'when'] as const;
const FILLED = { actor: '{{actor}}', title: '{{title}}', device: '{{device}}', when: '{{when}}' } as const;

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

  it.each(['en', 'de'])('has a whole sentence for every receipt in %s', async (language) => {
    const i18n = createInstance();
    await i18n.init({ lng: language, resources, interpolation: { escapeValue: false } });
    const t = i18n.getFixedT(language, 'receipts');
    const special = RECEIPT_KINDS.filter((kind) => kind !== 'ACTION_EXECUTED');
    const sentences = [
      ...ACTIONS.map((action) => t(`sentence.${action}`, FILLED)),
      ...special.map((kind) => t(`special.${kind}`, FILLED)),
    ];
    for (const sentence of sentences) {
      const slots = splitSentence(sentence, SLOTS).flatMap((piece) =>
        piece.kind === 'slot' ? piece.slot : [],
      );
      expect(slots).toContain('when');
      expect(slots).toContain('device');
    }
  });
});
