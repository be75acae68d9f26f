import { createDecipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { VaultError } from '../../shared/errors.ts';
import { SEAL_OVERHEAD, type SealContext, seal, sealRecord, unseal, unsealRecord } from './sealing.ts';
import { Secret } from './secret.ts';

const key = (): Secret => new Secret(Buffer.from(Array.from({ length: 32 }, (_, index) => index)));
const CONTEXT: SealContext = {
  space: '0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b',
  store: 'episodic',
  record: '0190a1b2-0000-7000-8000-000000000001',
  version: 3,
  band: 'AMBER',
};
const TEXT = 'Großmutters Garten';

/** Written once; what was sealed then must open for ever. */
const SEALED =
  '25a90ae305ae1c1fc5083e16e3049d4d4e4cecbec6af8fd9dc3ed52a046ceea0897fc61a1558d41685200b77b63517';
const RECORD = {
  sealed: '5ab45cd66b1285fae57d61dbadb2d5b12b74dd48e348bbac6406e56edc647b4239ba7209a8c52001d73887f2e6e54d',
  wrappedKey:
    '3ac21b809e9f08ca4eda923d6165908ea724e19a3431727ebd03db85087e940b6d794227bd7b9bd9c47c83c2004be94e33af7d16dd9f8cdf1e020ab4',
};
const hex = (text: string): Buffer => Buffer.from(text, 'hex');

function expectBroken(act: () => unknown): void {
  expect(act).toThrow(expect.objectContaining({ name: 'VaultError', code: 'SEAL_BROKEN' }));
}

describe('seal', () => {
  it('opens what was sealed by the first version', () => {
    expect(unseal(key(), CONTEXT, hex(SEALED)).toString()).toBe(TEXT);
    const record = { sealed: hex(RECORD.sealed), wrappedKey: hex(RECORD.wrappedKey) };
    const { bytes, note } = unsealRecord(key(), CONTEXT, record);
    expect([bytes.toString(), note]).toEqual([TEXT, 0]);
    const noted = sealRecord(key(), CONTEXT, Buffer.from(TEXT), 7);
    expect(unsealRecord(key(), CONTEXT, noted)).toEqual({ bytes: Buffer.from(TEXT), note: 7 });
  });

  it('is plain AES-256-GCM in the layout the file format names', () => {
    const bytes = hex(SEALED);
    const decipher = createDecipheriv('aes-256-gcm', key().bytes, bytes.subarray(0, 12));
    decipher.setAAD(
      Buffer.from(
        '36:0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b8:episodic36:0190a1b2-0000-7000-8000-0000000000011:35:AMBER',
      ),
    );
    decipher.setAuthTag(bytes.subarray(-16));
    const plain = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
    expect(plain.toString()).toBe(TEXT);
  });

  it('adds 28 bytes and never the same ones', () => {
    const one = seal(key(), CONTEXT, Buffer.from(TEXT));
    expect(one.byteLength).toBe(Buffer.byteLength(TEXT) + SEAL_OVERHEAD);
    expect(one.equals(seal(key(), CONTEXT, Buffer.from(TEXT)))).toBe(false);
    expect(unseal(key(), CONTEXT, seal(key(), CONTEXT, Buffer.alloc(0))).byteLength).toBe(0);
  });

  it.each([
    ['space', { space: 'elsewhere' }],
    ['store', { store: 'workspace' }],
    ['record', { record: '0190a1b2-0000-7000-8000-000000000002' }],
    ['version', { version: 4 }],
    ['band', { band: 'GREEN' }],
  ])('refuses another %s', (_field, change) => {
    expectBroken(() => unseal(key(), { ...CONTEXT, ...change }, hex(SEALED)));
    const record = { sealed: hex(RECORD.sealed), wrappedKey: hex(RECORD.wrappedKey) };
    expectBroken(() => unsealRecord(key(), { ...CONTEXT, ...change }, record));
  });

  it('lets no field run into the next', () => {
    const sealed = seal(key(), { ...CONTEXT, space: 'ab', store: 'c' }, Buffer.from(TEXT));
    expectBroken(() => unseal(key(), { ...CONTEXT, space: 'a', store: 'bc' }, sealed));
  });

  it('refuses every flipped bit, every cut and another key', () => {
    const sealed = hex(SEALED);
    for (let at = 0; at < sealed.byteLength; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expectBroken(() => unseal(key(), CONTEXT, changed));
      expectBroken(() => unseal(key(), CONTEXT, sealed.subarray(0, at)));
    }
    expectBroken(() => unseal(new Secret(Buffer.alloc(32)), CONTEXT, sealed));
  });

  it('keeps a record and its data key apart', () => {
    const one = sealRecord(key(), CONTEXT, Buffer.from(TEXT));
    const two = sealRecord(key(), CONTEXT, Buffer.from(TEXT));
    expectBroken(() => unsealRecord(key(), CONTEXT, { sealed: one.sealed, wrappedKey: two.wrappedKey }));
    // A wrapped data key is not a record: the two never pass for each other.
    expectBroken(() => unseal(key(), CONTEXT, one.wrappedKey));
  });

  it('says what broke and nothing of the content', () => {
    const error = (() => {
      try {
        unseal(new Secret(Buffer.alloc(32)), CONTEXT, hex(SEALED));
        return null;
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(VaultError);
    expect(JSON.stringify(error instanceof VaultError ? error.toData() : null)).not.toContain(TEXT);
  });
});
