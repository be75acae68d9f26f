import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret } from './secret.ts';

const CANARY = 'canary-of-a-key-0123456789abcdef';

describe('Secret', () => {
  it('shows nothing of its bytes, however it is printed', () => {
    const secret = new Secret(Buffer.from(CANARY));
    const printed = [
      String(secret),
      `${secret}`,
      JSON.stringify({ secret }),
      inspect(secret, { showHidden: true, depth: 9 }),
      inspect({ deep: { secret } }, { depth: 9 }),
      new Error('with a cause', { cause: secret }).toString(),
    ].join('\n');
    expect(printed).not.toContain(CANARY);
    expect(printed).not.toContain(Buffer.from(CANARY).toString('hex'));
    expect(printed).not.toContain('63, 61, 6e');
    expect(printed).toContain('[redacted]');
  });

  it('is zero after a wipe and refuses to be used', () => {
    const bytes = Buffer.from(CANARY);
    const secret = new Secret(bytes);
    secret.wipe();
    expect(secret.wiped).toBe(true);
    expect(bytes.every((byte) => byte === 0)).toBe(true);
    expect(() => secret.bytes).toThrow('wiped');
  });

  it('copies into bytes of its own', () => {
    const secret = new Secret(Buffer.from(CANARY));
    const copy = secret.copy();
    secret.wipe();
    expect(copy.bytes.toString()).toBe(CANARY);
  });
});
