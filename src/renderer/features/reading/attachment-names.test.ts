import { describe, expect, it } from 'vitest';
import { attachmentFor } from './attachment-names.ts';

const named = (name: string) => ({ id: 'a'.repeat(64), name, mediaType: 'image/png', bytes: 1 });

describe('attachments named in a text', () => {
  const boat = named('boat.png');
  const lake = named('img/Der große See.jpg');

  it('resolves by path, by name, encoded or not, whatever the case', () => {
    expect(attachmentFor('boat.png', [boat, lake])).toBe(boat);
    expect(attachmentFor('../img/BOAT.png', [boat, lake])).toBe(boat);
    expect(attachmentFor('img/Der%20gro%C3%9Fe%20See.jpg', [boat, lake])).toBe(lake);
    expect(attachmentFor('..\\x\\Der große See.jpg', [boat, lake])).toBe(lake);
  });

  it('prefers the same path over the same name', () => {
    const other = named('b/boat.png');
    expect(attachmentFor('b/boat.png', [named('a/boat.png'), other])).toBe(other);
  });

  it('never resolves the network, nor nothing', () => {
    for (const address of [
      'https://example.org/boat.png',
      '//example.org/boat.png',
      'data:boat.png',
      '',
      '#x',
    ]) {
      expect(attachmentFor(address, [boat])).toBeUndefined();
    }
    expect(attachmentFor('%E0%A4%A.png', [boat])).toBeUndefined();
  });
});
