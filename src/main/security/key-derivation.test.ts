import { hkdfSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { deriveKey, generateKey, KEY_LABELS, type KeyPurpose, keyCheck } from './key-derivation.ts';
import { Secret } from './secret.ts';

/** 00 01 02 … 1f */
const parent = (): Secret => new Secret(Buffer.from(Array.from({ length: 32 }, (_, index) => index)));
const VAULT = '0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b';

/** Written once, from the parent above. A change of any of these makes existing vaults unreadable. */
const VECTORS: Readonly<Record<KeyPurpose, string>> = {
  vaultPages: '38408670c28febb9d62d42d9e078e41b9f2f012fbd65d0dbfcf7c0881aa1ef60',
  keyRing: '483b441c0989720baa62c4a757a67a56b7f7124956b1955ee59e473c97316897',
  deviceIdentity: 'd02e3be43440c7edd650a9c97eda1f940132c1b720fb03d79a9b287617c5579f',
  registryCopy: '121db567bfd9bc262bad2c55a99aec920b3a42b3a263d325fcdef4b42b4d5f92',
  backupManifest: 'f7fc754bd66afdc536c4d9c062962df2ca27732504f80044ad3bb9b72e3aafe7',
  vaultCheck: '8837d586fbf6762b2353a870a5d16f442d6eabbb19c5c1361cace0891eb3bb02',
  recoveryPending: 'e35035a5c1b68f87bb77ee4bb5b25b53aacaf23d58e734d43c0ca3b354015ebf',
  spacePages: 'bcb7f515396f3d50707bdbae062a1c578e5e9822aab5646015c2864ec539be9d',
  spaceCheck: '3224cc7636fa37a7c920ed6a05d5a89376c946d766ddf780b20684dad4830ed8',
  attachmentAddress: '1ed3b88b2ac2a7d5df04aa36498676f7a8a29fe63a0bb0d55ab3f5a0858404b7',
  externalIdHash: '4a0c3caba4e8b70933f2e9f1166b42f6c645363517de8b10cff8b4fc2d29219a',
  recordWrap: '12fb301622bccab2615fc6573849a9e96bb831ae3debe8e83aca3e7f5ad31404',
  keychainSlot: 'b0ce269433d2e30745b7e18c6342d4da17efabc4e4a0cdb5d3bd173dec38dcb8',
  passphraseSlot: '7e38953bff2afcbc5764c67d8ff8ddf903121a4e494bc81e7b6b912e7ec384d0',
  recoverySlot: '4a98858ea3544a313eb389fb0e106197442489b80a33447764d1dc5361b822dd',
};

describe('deriveKey', () => {
  it.each(Object.entries(VECTORS))('derives the fixed key for %s', (purpose, expected) => {
    expect(deriveKey(parent(), purpose as KeyPurpose).bytes.toString('hex')).toBe(expected);
  });

  it('is HKDF-SHA-256 without salt, the label as info', () => {
    for (const label of Object.values(KEY_LABELS)) expect(label).toMatch(/^memoryos-vault\/v1\//);
    const plain = hkdfSync(
      'sha256',
      parent().bytes,
      Buffer.alloc(0),
      `memoryos-vault/v1/space-pages/${VAULT}`,
      32,
    );
    expect(Buffer.from(plain).toString('hex')).toBe(
      '3801692d535b0cca6bbba6c8d3fd4e49979d11a775d3307faf0bf968bb2a2758',
    );
    expect(deriveKey(parent(), 'spacePages', VAULT).bytes.equals(Buffer.from(plain))).toBe(true);
  });

  it('gives every purpose, context and parent a key of its own', () => {
    const keys = Object.keys(KEY_LABELS).flatMap((purpose) =>
      ['', VAULT, 'another'].flatMap((context) =>
        [parent(), new Secret(Buffer.alloc(32, 1))].map((key) =>
          deriveKey(key, purpose as KeyPurpose, context).bytes.toString('hex'),
        ),
      ),
    );
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(Object.values(KEY_LABELS)).size).toBe(Object.keys(KEY_LABELS).length);
  });

  it('checks a key without giving it away', () => {
    expect(keyCheck(parent(), 'vaultCheck', VAULT)).toBe(
      '135cc0b04e1a159066f07cf4f7d0e6fdb0a81aa1d3a71384ab1d909ff33ee151',
    );
    expect(keyCheck(parent(), 'vaultCheck', VAULT)).not.toBe(keyCheck(parent(), 'spaceCheck', VAULT));
  });

  it('makes different random keys', () => {
    expect(generateKey().bytes.byteLength).toBe(32);
    expect(generateKey().bytes.equals(generateKey().bytes)).toBe(false);
  });
});
