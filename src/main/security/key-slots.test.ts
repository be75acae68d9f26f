import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { generateKey } from './key-derivation.ts';
import {
  createKeychainSlot,
  createPassphraseSlot,
  createRecoverySlot,
  type KeychainSlot,
  keySlotSchema,
  openKeychainSlot,
  openPassphraseSlot,
  openRecoverySlot,
  type PassphraseSlot,
  type RecoverySlot,
  type SlotIdentity,
} from './key-slots.ts';
import { Secret } from './secret.ts';

const VAULT = '0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b';
const SLOT = '0190a1b2-0000-7000-8000-0000000000aa';
const ROOT = Buffer.from(Array.from({ length: 32 }, (_, index) => index));
const PASSPHRASE = 'correct horse battery staple';
const identity = (): SlotIdentity => ({
  vaultId: VAULT,
  slotId: SLOT,
  createdAt: '2026-11-22T00:00:00.000Z',
});

/** Written once; slots of that day must open for ever. */
const WRITTEN = {
  passphrase: {
    id: SLOT,
    type: 'passphrase',
    createdAt: '2026-11-22T00:00:00.000Z',
    kdf: { name: 'scrypt', N: 131072, r: 8, p: 1, salt: 'qg0mj0UzVI0G55GHIMB0Aw==' },
    wrapped: 'zYOPjyYrgiiGzXxBiSQYvTevLkJi+TF1k5DqkYGfJXLuMC+vE1KlH2GfWFjdNkEHZWcsbMUYPMXQ2Ywq',
  } satisfies PassphraseSlot,
  recovery: {
    id: SLOT,
    type: 'recovery',
    createdAt: '2026-11-22T00:00:00.000Z',
    wrapped: 'OIxbfOhl9vzkyZBJU6aUkmN0gPV5LoW8S0pDSkirobnMp1kzwqV/gweOOa4kIq2+kgtZM3zox1XM/2zO',
  } satisfies RecoverySlot,
  keychain: {
    id: SLOT,
    type: 'keychain',
    createdAt: '2026-11-22T00:00:00.000Z',
    backend: 'secret-service',
    desktop: null,
    wrapped: 'QYtQ67AziItVZi3vtYjRe9FzD+4pIMxHhRzqDYHmg9MEIozOzn/wHD5Z+piUi3xTy6zskb5/AAYXnz+Q',
  } satisfies KeychainSlot,
};
const ENTROPY = (): Secret => new Secret(Buffer.alloc(32, 7));
const KEYCHAIN_SECRET = (): Secret => new Secret(Buffer.alloc(32, 9));

describe('key slots', () => {
  it('open what the first version wrote', async () => {
    expect((await openPassphraseSlot(VAULT, WRITTEN.passphrase, PASSPHRASE))?.bytes.equals(ROOT)).toBe(true);
    expect(openRecoverySlot(VAULT, WRITTEN.recovery, ENTROPY())?.bytes.equals(ROOT)).toBe(true);
    expect(openKeychainSlot(VAULT, WRITTEN.keychain, KEYCHAIN_SECRET())?.bytes.equals(ROOT)).toBe(true);
    for (const slot of Object.values(WRITTEN)) expect(keySlotSchema.parse(slot)).toEqual(slot);
  });

  it('refuse a wrong opener', async () => {
    expect(await openPassphraseSlot(VAULT, WRITTEN.passphrase, 'Correct horse battery staple')).toBeNull();
    expect(openRecoverySlot(VAULT, WRITTEN.recovery, generateKey())).toBeNull();
    expect(openKeychainSlot(VAULT, WRITTEN.keychain, generateKey())).toBeNull();
  });

  it('refuse another vault, another id and another type', async () => {
    const other = randomUUID();
    expect(await openPassphraseSlot(other, WRITTEN.passphrase, PASSPHRASE)).toBeNull();
    expect(openRecoverySlot(other, WRITTEN.recovery, ENTROPY())).toBeNull();
    expect(openRecoverySlot(VAULT, { ...WRITTEN.recovery, id: other }, ENTROPY())).toBeNull();
    const masked: KeychainSlot = { ...WRITTEN.keychain, wrapped: WRITTEN.recovery.wrapped };
    expect(openKeychainSlot(VAULT, masked, ENTROPY())).toBeNull();
  });

  it('take the same passphrase typed on another system', async () => {
    const slot = await createPassphraseSlot(
      identity(),
      new Secret(Buffer.from(ROOT)),
      'Gro\u00dfmutter Zo\u00eb 1',
    );
    // Decomposed e with diaeresis, no-break space.
    const opened = await openPassphraseSlot(VAULT, slot, 'Gro\u00dfmutter\u00a0Zoe\u0308 1');
    expect(opened?.bytes.equals(ROOT)).toBe(true);
  });

  it('hold nothing that opens them', async () => {
    const root = new Secret(Buffer.from(ROOT));
    const slots = [
      await createPassphraseSlot(identity(), root, PASSPHRASE),
      createRecoverySlot(identity(), root, ENTROPY()),
      createKeychainSlot(identity(), root, KEYCHAIN_SECRET(), {
        backend: 'secret-service',
        desktop: 'GNOME',
      }),
    ];
    const written = JSON.stringify(slots);
    for (const secret of [ROOT, ENTROPY().bytes, KEYCHAIN_SECRET().bytes, Buffer.from(PASSPHRASE)]) {
      for (const encoding of ['hex', 'base64', 'utf8'] as const) {
        expect(written).not.toContain(secret.toString(encoding));
      }
    }
  });

  it('are different each time', async () => {
    const root = new Secret(Buffer.from(ROOT));
    const one = await createPassphraseSlot(identity(), root, PASSPHRASE);
    const two = await createPassphraseSlot(identity(), root, PASSPHRASE);
    expect(one.kdf.salt).not.toBe(two.kdf.salt);
    expect(one.wrapped).not.toBe(two.wrapped);
  });

  it.each([
    ['too little work', { N: 1024 }],
    ['more memory than a machine has', { N: 2 ** 26 }],
    ['a cost that is no power of two', { N: 131071 }],
    ['a short salt', { salt: 'AAAA' }],
    ['another function', { name: 'md5' }],
  ])('are refused with %s', (_what, change) => {
    const slot = { ...WRITTEN.passphrase, kdf: { ...WRITTEN.passphrase.kdf, ...change } };
    expect(keySlotSchema.safeParse(slot).success).toBe(false);
  });

  it('are refused where the wrapped key was cut', () => {
    expect(
      keySlotSchema.safeParse({ ...WRITTEN.recovery, wrapped: WRITTEN.recovery.wrapped.slice(4) }).success,
    ).toBe(false);
  });

  it('leave the event loop free while scrypt runs', async () => {
    let turns = 0;
    const ticking = setInterval(() => {
      turns += 1;
    }, 1);
    await openPassphraseSlot(VAULT, WRITTEN.passphrase, PASSPHRASE);
    clearInterval(ticking);
    expect(turns).toBeGreaterThan(0);
  });
});
