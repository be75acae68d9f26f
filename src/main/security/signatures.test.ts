import { describe, expect, it } from 'vitest';
import { Secret } from './secret.ts';
import { fingerprint, generateSigningSeed, Signer, signatureVerifier } from './signatures.ts';

/** RFC 8032, section 7.1, test 2. */
const RFC = {
  seed: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
  publicKey: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
  message: '72',
  signature:
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
};
const hex = (text: string): Buffer => Buffer.from(text, 'hex');

describe('signatures', () => {
  it('agree with RFC 8032', () => {
    const signer = new Signer(new Secret(hex(RFC.seed)));
    expect(signer.publicKey.toString('hex')).toBe(RFC.publicKey);
    expect(signer.sign(hex(RFC.message)).toString('hex')).toBe(RFC.signature);
    const verify = signatureVerifier(hex(RFC.publicKey));
    expect(verify(hex(RFC.message), hex(RFC.signature))).toBe(true);
    expect(verify(hex('73'), hex(RFC.signature))).toBe(false);
  });

  it('do not verify under another key', () => {
    const one = new Signer(generateSigningSeed());
    const two = new Signer(generateSigningSeed());
    const message = Buffer.from('a receipt');
    expect(signatureVerifier(one.publicKey)(message, one.sign(message))).toBe(true);
    expect(signatureVerifier(two.publicKey)(message, one.sign(message))).toBe(false);
  });

  it('leave the seed to its owner', () => {
    const seed = new Secret(hex(RFC.seed));
    new Signer(seed).sign(Buffer.from('x'));
    expect(seed.bytes.toString('hex')).toBe(RFC.seed);
  });

  it('have a fingerprint people can read out', () => {
    expect(fingerprint(hex(RFC.publicKey))).toMatch(/^([0-9A-F]{4} ){4}[0-9A-F]{4}$/);
    expect(fingerprint(hex(RFC.publicKey))).not.toBe(fingerprint(Buffer.alloc(32)));
  });
});
