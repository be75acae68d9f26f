import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VaultError } from '../../shared/errors.ts';
import { generateKey, keyCheck } from '../security/key-derivation.ts';
import { createRecoverySlot } from '../security/key-slots.ts';
import { filesUnder, pictureOf, temporaryFolder } from './testing/folders.ts';
import {
  readVaultFile,
  refreshCopy,
  repairVaultFile,
  slotOf,
  VAULT_FILE,
  VAULT_FILE_COPY,
  type VaultFile,
  withSlot,
  writeVaultFile,
} from './vault-file.ts';

const AT = new Date('2026-11-22T21:00:00.000Z');
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let file: VaultFile;

beforeEach(async () => {
  folder = await temporaryFolder();
  const root = generateKey();
  const vaultId = uuidv7();
  const createdAt = AT.toISOString();
  file = {
    format: 1,
    app: 'memoryos-vault',
    vaultId,
    name: 'Familie Übermut',
    createdAt,
    rootCheck: keyCheck(root, 'vaultCheck', vaultId),
    device: { id: uuidv7(), sealedSeed: Buffer.alloc(60, 1).toString('base64') },
    demo: false,
    slots: [createRecoverySlot({ vaultId, slotId: uuidv7(), createdAt }, root, generateKey())],
  };
  await writeVaultFile(folder.path, file);
});
afterEach(() => folder.remove());

const path = (name = VAULT_FILE): string => join(folder.path, name);

/** The error of reading, with proof that reading changed nothing. */
async function readingError(): Promise<VaultError> {
  const before = await pictureOf(folder.path);
  try {
    await readVaultFile(folder.path);
  } catch (error) {
    expect(await pictureOf(folder.path)).toEqual(before);
    if (error instanceof VaultError) return error;
    throw error;
  }
  throw new Error('it was read');
}

describe('vault.json', () => {
  it('comes back as it was written, with an equal copy', async () => {
    expect(await readVaultFile(folder.path)).toEqual(file);
    expect(await readFile(path())).toEqual(await readFile(path(VAULT_FILE_COPY)));
    expect(await filesUnder(folder.path)).toEqual([VAULT_FILE, VAULT_FILE_COPY]);
  });

  it.each([
    ['empty', () => ''],
    ['cut in the middle', (text: string) => text.slice(0, text.length / 2)],
    ['without its last brace', (text: string) => text.trimEnd().slice(0, -1)],
    ['garbage', () => '\u0000\u0001\u0002 no json'],
    ['another JSON', () => '{"format":1,"hello":"world"}'],
    ['a list', () => '[]'],
    ['null', () => 'null'],
    ['without slots', (text: string) => JSON.stringify({ ...JSON.parse(text), slots: [] })],
    ['enormous', () => ' '.repeat(2 * 1024 * 1024)],
  ])('is reported as damaged when it is %s, with the date of its copy', async (_what, change) => {
    await writeFile(path(), change(await readFile(path(), 'utf8')));
    const error = await readingError();
    expect(error).toMatchObject({ code: 'VAULT_FILE_DAMAGED', details: { how: 'damaged' } });
    expect(String(error.details?.copy)).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  it('is reported as damaged when it is not UTF-8', async () => {
    await writeFile(
      path(),
      Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]),
    );
    expect((await readingError()).code).toBe('VAULT_FILE_DAMAGED');
  });

  it('is reported as damaged when a folder stands in its place, or only the copy is left', async () => {
    await rm(path());
    expect(await readingError()).toMatchObject({ code: 'VAULT_FILE_DAMAGED', details: { how: 'missing' } });
    await mkdir(path());
    expect(await readingError()).toMatchObject({ code: 'VAULT_FILE_DAMAGED' });
  });

  it('offers no copy that is damaged too', async () => {
    await writeFile(path(), 'x');
    await writeFile(path(VAULT_FILE_COPY), 'y');
    const error = await readingError();
    expect(error.details).not.toHaveProperty('copy');
    expect(error.hint).toContain('backup');
    await expect(repairVaultFile(folder.path, AT)).rejects.toMatchObject({ code: 'VAULT_FILE_DAMAGED' });
    expect(await readFile(path(), 'utf8')).toBe('x');
  });

  it('asks for an update when it is of a newer format, whatever else is in it', async () => {
    await writeFile(path(), JSON.stringify({ format: 2, other: true }));
    const error = await readingError();
    expect(error).toMatchObject({ code: 'NEWER_VERSION', details: { format: 2, known: 1 } });
    expect(error.hint).toMatch(/^Update/);
    await expect(repairVaultFile(folder.path, AT)).rejects.toMatchObject({ code: 'NEWER_VERSION' });
  });

  it('is not found in an empty folder, in no folder, and where a file stands', async () => {
    const other = await temporaryFolder();
    try {
      await expect(readVaultFile(other.path)).rejects.toMatchObject({ code: 'VAULT_NOT_FOUND' });
      await expect(readVaultFile(join(other.path, 'gone'))).rejects.toMatchObject({
        code: 'VAULT_NOT_FOUND',
      });
      await writeFile(join(other.path, 'file'), 'x');
      const error = await readVaultFile(join(other.path, 'file')).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({
        code: 'VAULT_NOT_FOUND',
        message: expect.stringContaining('A file stands'),
      });
    } finally {
      await other.remove();
    }
  });

  it('is repaired from its copy, the damaged one put aside', async () => {
    await writeFile(path(), 'damaged bytes');
    const { keptAs } = await repairVaultFile(folder.path, AT);
    expect(keptAs).toBe(`${path()}.damaged-2026-11-22T21-00-00-000Z`);
    expect(await readFile(keptAs ?? '', 'utf8')).toBe('damaged bytes');
    expect(await readVaultFile(folder.path)).toEqual(file);
  });

  it('is repaired where it is missing, and where an earlier repair was interrupted', async () => {
    await rm(path());
    expect(await repairVaultFile(folder.path, AT)).toEqual({ keptAs: null });
    expect(await readVaultFile(folder.path)).toEqual(file);
  });

  it('is not repaired where nothing is damaged', async () => {
    const before = await pictureOf(folder.path);
    await expect(repairVaultFile(folder.path, AT)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await pictureOf(folder.path)).toEqual(before);
  });

  it('brings its copy up to date, and leaves one that is', async () => {
    const renamed = { ...file, name: 'Another' };
    await refreshCopy(folder.path, renamed);
    expect(JSON.parse(await readFile(path(VAULT_FILE_COPY), 'utf8'))).toEqual(renamed);
    const before = await pictureOf(folder.path);
    await refreshCopy(folder.path, renamed);
    expect(await pictureOf(folder.path)).toEqual(before);
  });

  it('replaces slots by type', () => {
    const [recovery] = file.slots;
    if (recovery === undefined) throw new Error('no slot');
    expect(slotOf(file, 'recovery')).toEqual(recovery);
    expect(slotOf(file, 'passphrase')).toBeNull();
    const newer = { ...recovery, id: uuidv7() };
    expect(withSlot(file, 'recovery', newer).slots).toEqual([newer]);
    expect(withSlot(file, 'keychain', null).slots).toEqual([recovery]);
  });
});
