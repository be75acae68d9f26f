/** Choosing how a space packs its texts, over a real vault. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { memoryInputSchema } from '../../shared/contracts/memories.ts';
import { systemKeychain } from '../security/keychain.ts';
import { hasCodec } from '../storage/compression.ts';
import { RUNTIME } from '../storage/testing/databases.ts';
import { createVaultService } from '../vault/vault-service.ts';
import { createMemoryServices } from './memory-services.ts';
import { newId } from './ports.ts';
import { Scratch } from './testing/scratch.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
const scratch = new Scratch();
const vaults = createVaultService({
  runtime: RUNTIME,
  knownVaultsFile: null,
  deviceName: 'test machine',
  keychain: systemKeychain(new URL('../keychain-thread.ts', import.meta.url)),
});
const { capture, compression, receipts, timeline } = createMemoryServices({
  vaults,
  importThread: new URL('../import-thread.ts', import.meta.url),
});
let space = '';

beforeAll(async () => {
  const words = await vaults.create({
    directory: `${scratch.path}/vault`,
    name: 'Test',
    person: 'Ada',
    passphrase: 'a passphrase for tests',
    keychain: false,
  });
  await vaults.confirmRecovery(words.map((word, index) => ({ position: index + 1, word })));
  space = (await vaults.session().createSpace({ tier: 'personal', name: newId() })).id;
});
afterAll(async () => {
  await vaults.lock();
  scratch.remove();
});

it('offers what this runtime has, keeps the choice with a receipt, and reads what was there before', async () => {
  const text = 'We walked around the frozen lake before breakfast. '.repeat(40);
  const add = () =>
    capture.add({ spaceId: space, input: memoryInputSchema.parse({ at: '2020-11-23T09:00:00Z', text }) });
  const before = await add();
  const first = await compression.current(space);
  expect(first.codec).toBe('none');
  expect(first.available.includes('zstd')).toBe(hasCodec('zstd'));
  expect((await compression.choose(space, 'brotli')).codec).toBe('brotli');
  expect((await compression.current(space)).codec).toBe('brotli');
  const after = await add();
  for (const { id } of [before, after]) expect(await timeline.get(space, id)).toMatchObject({ text });
  const { rows } = await receipts.page({ spaceId: space, beforeSeq: null, limit: 10, subjectId: null });
  expect(rows.filter(({ action }) => action === 'settings.change')).toHaveLength(1);
});

it('refuses a space that is not there', async () => {
  await expect(compression.current(newId())).rejects.toMatchObject({ code: 'SPACE_NOT_FOUND' });
});
