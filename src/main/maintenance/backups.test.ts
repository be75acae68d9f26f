import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { APP_VERSION } from '../../shared/app-version.ts';
import type { BackupProgress } from '../../shared/contracts/backups.ts';
import { verifyInSlices } from '../memory/receipt-check.ts';
import { canMount, smallDisk } from '../storage/testing/small-disk.ts';
import type { OpenVault, VaultService } from '../vault/contract.ts';
import { filesUnder, pictureOf } from '../vault/testing/folders.ts';
import { PASSPHRASE, writeMemory } from '../vault/testing/memories.ts';
import { errorOf, VaultFixture } from '../vault/testing/vault-fixture.ts';
import { Backups } from './backups.ts';

let original: VaultFixture;
let fixture: VaultFixture;
let backups: Backups;
let to: string;
let into: string;

const key = { method: 'passphrase', passphrase: PASSPHRASE } as const;

beforeAll(async () => {
  original = await VaultFixture.open();
  const vault = await original.create();
  for (const name of ['me', 'father_son']) {
    const { id } = await vault.createSpace({ tier: name === 'me' ? 'personal' : 'selective', name });
    const space = await vault.space(id);
    for (let n = 0; n < 4; n += 1) await writeMemory(vault, space, `The lake in ${name}, summer ${n}`);
  }
  await original.service.close();
});
afterAll(() => original.remove());

beforeEach(async () => {
  fixture = await VaultFixture.copyOf(original);
  to = join(fixture.root, 'usb stick');
  into = join(fixture.root, 'restored');
  backups = new Backups({ vaults: fixture.service, clock: { now: () => fixture.now } });
});
afterEach(() => fixture.remove());

async function made(): Promise<BackupProgress> {
  await fixture.unlock();
  const ended = await backups.create(to).ended;
  expect(ended).toMatchObject({ state: 'done', error: null, missing: [] });
  return ended;
}

async function restored(service: VaultService, directory = into): Promise<OpenVault> {
  await service.select(directory);
  await service.unlock({ method: 'passphrase', passphrase: PASSPHRASE });
  return service.session();
}

/** Everything holds: each chain, each count, each text; and words are found again. */
async function expectWhole(vault: OpenVault, memories: number): Promise<void> {
  const { database } = vault;
  expect((await verifyInSlices((input) => database.query('receipts.verifySlice', input))).broken).toEqual([]);
  let counted = 0;
  for (const { id, problem } of await vault.spaces()) {
    expect(problem).toBeNull();
    const space = await vault.space(id);
    const chain = await verifyInSlices((input) => space.database.query('receipts.verifySlice', input));
    expect(chain.broken).toEqual([]);
    expect(chain.verified).toBe((await space.database.head()).seq);
    counted += (await space.database.query('episodic.stats', {})).memories;
  }
  expect(counted).toBe(memories);
}

it('makes a backup that becomes the same vault on another device, with its original gone', async () => {
  const { backup } = await made();
  expect(backup).toMatchObject({ records: 8, spaces: 2, vaultName: 'Family', missing: 0 });
  const before = fixture.service.session().device;
  expect(fixture.service.session().lastBackup()).toMatchObject({ id: backup?.id, directory: to });
  await fixture.service.close();
  await rm(fixture.directory, { recursive: true });

  const [listed] = (await backups.list(to)).backups;
  expect(listed).toEqual(backup);
  const run = await backups.restore({ directory: to, backupId: null, into, key }).ended;
  expect(run).toMatchObject({ state: 'done', error: null });
  const vault = await restored(fixture.another());
  await expectWhole(vault, 8);
  expect(vault.device.id).not.toBe(before.id);
  expect(vault.deviceName(before.id)).toBe(before.name);
  const { rows } = await vault.database.query('receipts.page', { beforeSeq: null, limit: 5 });
  const restoredReceipt = rows.find(({ body }) => body.action === 'backup.restore');
  expect(restoredReceipt?.body).toMatchObject({ subject: backup?.id, device: vault.device.id });
  const devices = await vault.database.query('registry.devices', {});
  expect(devices.find(({ id }) => id === before.id)?.sealedSeed).toBeNull();
  const [space] = await vault.spaces();
  const { database } = await vault.space(space?.id ?? '');
  expect(await database.query('fts.search', { query: 'lake', limit: 10 })).toHaveLength(4);
});

it('opens with the recovery words alone, and gives the vault a new passphrase', async () => {
  await made();
  await fixture.service.close();
  const phrase = fixture.phrase.join(' ');
  const run = backups.restore({
    directory: to,
    backupId: null,
    into,
    key: { method: 'recovery', phrase, passphrase: 'another summer by the lake' },
  });
  expect(await run.ended).toMatchObject({ state: 'done', error: null });
  const service = fixture.another();
  await service.select(into);
  expect((await errorOf(service.unlock({ method: 'passphrase', passphrase: PASSPHRASE }))).code).toBe(
    'WRONG_PASSPHRASE',
  );
  fixture.now += 60_000;
  await service.unlock({ method: 'passphrase', passphrase: 'another summer by the lake' });
  await expectWhole(service.session(), 8);
});

it('refuses the wrong passphrase, and makes nothing', async () => {
  await made();
  for (const work of [
    () => backups.restore({ directory: to, backupId: null, into, key: { ...key, passphrase: 'no' } }),
    () => backups.verify(to, null, { ...key, passphrase: 'no' }),
  ]) {
    const ended = await work().ended;
    expect(ended).toMatchObject({ state: 'failed', error: { code: 'WRONG_PASSPHRASE' } });
  }
  expect(existsSync(into)).toBe(false);
});

it('never restores over a vault or into a folder with something in it', async () => {
  await made();
  const picture = await pictureOf(fixture.directory);
  const over = await backups.restore({ directory: to, backupId: null, into: fixture.directory, key }).ended;
  expect(over.error?.code).toBe('VAULT_EXISTS');
  expect(await pictureOf(fixture.directory)).toEqual(picture);
  await mkdir(into);
  await writeFile(join(into, 'letter.txt'), 'Dear Ada');
  const beside = await backups.restore({ directory: to, backupId: null, into, key }).ended;
  expect(beside.error?.code).toBe('INVALID_INPUT');
  expect(readdirSync(into)).toEqual(['letter.txt']);
});

it('is consistent while everybody goes on writing', async () => {
  const vault = await fixture.unlock();
  const spaces = await Promise.all((await vault.spaces()).map(({ id }) => vault.space(id)));
  let isWriting = true;
  let written = 0;
  const writers = spaces.map(async (space) => {
    while (isWriting) {
      await writeMemory(vault, space, `${written} written meanwhile`);
      written += 1;
    }
  });
  const ended = await backups.create(to).ended;
  isWriting = false;
  await Promise.all(writers);
  expect(ended).toMatchObject({ state: 'done', error: null });
  expect(written).toBeGreaterThan(0);
  expect(await backups.verify(to, null).ended).toMatchObject({ state: 'done', broken: [], error: null });
  await fixture.service.close();
  expect(await backups.restore({ directory: to, backupId: null, into, key }).ended).toMatchObject({
    state: 'done',
  });
  await expectWhole(await restored(fixture.another()), ended.backup?.records ?? -1);
});

it('finds one flipped byte in each piece', async () => {
  const { backup } = await made();
  const folder = join(to, backup?.id ?? '');
  const pieces = (await filesUnder(folder)).filter((name) => name !== 'backup.json');
  expect(pieces.length).toBeGreaterThanOrEqual(7);
  expect(await backups.verify(to, null).ended).toMatchObject({ state: 'done', broken: [] });
  for (const name of pieces) {
    const path = join(folder, name);
    const bytes = await readFile(path);
    const changed = Buffer.from(bytes);
    const at = Math.floor(bytes.length / 2);
    changed[at] = (changed[at] ?? 0) ^ 1;
    await writeFile(path, changed);
    expect(await brokenPieces(), name).toEqual([name]);
    await writeFile(path, bytes);
  }
  const manifest = join(folder, 'backup.json');
  const text = await readFile(manifest, 'utf8');
  await writeFile(manifest, text.replace('"records": 8', '"records": 9'));
  expect((await backups.verify(to, null).ended).error?.code).toBe('SEAL_BROKEN');
  await writeFile(manifest, text.slice(0, -20));
  expect(await backups.list(to)).toMatchObject({
    backups: [],
    useless: [{ error: { code: 'SEAL_BROKEN' } }],
  });
});

it('finds a piece that was cut, grew or went, and makes no vault of what is left', async () => {
  const { backup } = await made();
  const name = 'registry.sealed';
  const path = join(to, backup?.id ?? '', name);
  const bytes = await readFile(path);
  for (const damage of [bytes.subarray(0, -1), Buffer.concat([bytes, Buffer.of(0)]), null]) {
    if (damage === null) await rm(path);
    else await writeFile(path, damage);
    expect(await brokenPieces()).toEqual([name]);
  }
  const restoring = await backups.restore({ directory: to, backupId: null, into, key }).ended;
  expect(restoring).toMatchObject({
    state: 'failed',
    error: { code: 'SEAL_BROKEN', details: { piece: name } },
  });
  expect((await filesUnder(into)).filter((file) => !file.startsWith('vault.lock'))).toEqual([]);
});

async function brokenPieces(): Promise<string[]> {
  return (await backups.verify(to, null).ended).broken.map(({ piece }) => piece);
}

it('leaves nothing when it is cancelled, at any moment', async () => {
  await fixture.unlock();
  for (const step of ['copying', 'storing', 'checking'] as const) {
    const stopListening = backups.onProgress((progress) => {
      if (progress.step === step && progress.state === 'running') backups.cancel(progress.runId);
    });
    const run = backups.create(to);
    if (step === 'copying') backups.cancel(run.id);
    const ended = await run.ended;
    stopListening();
    if (ended.state === 'done') continue;
    expect(ended).toMatchObject({ state: 'cancelled', error: { code: 'CANCELLED' } });
    expect(await filesUnder(to).catch(() => [])).toEqual([]);
    expect(existsSync(join(fixture.directory, 'backup.staging'))).toBe(false);
  }
});

it('stops when the vault locks', async () => {
  await fixture.unlock();
  const run = backups.create(to);
  await fixture.service.lock();
  expect((await run.ended).state).toBe('cancelled');
  expect((await backups.list(to)).backups).toEqual([]);
});

it('clears away what a killed backup left, of this vault and device alone', async () => {
  const { backup } = await made();
  const folder = join(to, backup?.id ?? '');
  const killed = join(to, '0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b');
  const strangers = join(to, '0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2c');
  await cp(folder, killed, { recursive: true });
  await rm(join(killed, 'backup.json'));
  await cp(killed, strangers, { recursive: true });
  const { vaultId, device } = fixture.service.session();
  await writeFile(join(killed, 'backup.making'), JSON.stringify({ vaultId, deviceId: device.id }));
  await writeFile(join(strangers, 'backup.making'), JSON.stringify({ vaultId, deviceId: 'another' }));
  expect((await backups.list(to)).backups).toHaveLength(1);
  expect(await backups.create(to).ended).toMatchObject({ state: 'done' });
  expect(existsSync(killed)).toBe(false);
  expect(existsSync(strangers)).toBe(true);
  expect((await backups.list(to)).backups).toHaveLength(2);
});

it('leaves out a space that cannot be read, says so, and keeps the others', async () => {
  const vault = await fixture.unlock();
  const [damaged] = await vault.spaces();
  await fixture.service.close();
  await writeFile(join(fixture.directory, 'spaces', damaged?.id ?? '', 'space.db'), randomBytes(8192));
  await fixture.unlock();
  const ended = await backups.create(to).ended;
  expect(ended).toMatchObject({ state: 'done', backup: { spaces: 1, missing: 1, records: 4 } });
  expect(ended.missing).toMatchObject([{ error: { code: 'SPACE_DAMAGED' } }]);
  expect(await backups.verify(to, null).ended).toMatchObject({ state: 'done', broken: [] });
});

it('says of itself which build made it', async () => {
  expect(APP_VERSION).toBe(JSON.parse(await readFile('package.json', 'utf8')).version);
});

describe.runIf(canMount)('on a disk that is full', () => {
  it('says so, and leaves nothing that looks like a backup', async () => {
    const disk = smallDisk(256 * 1024);
    try {
      await fixture.unlock();
      const ended = await backups.create(disk.path).ended;
      expect(ended).toMatchObject({ state: 'failed', error: { code: 'STORAGE_FULL' } });
      expect(await filesUnder(disk.path)).toEqual([]);
      await expectWhole(fixture.service.session(), 8);
    } finally {
      disk.remove();
    }
  });

  it('makes no vault there', async () => {
    await made();
    const disk = smallDisk(300 * 1024);
    try {
      const target = join(disk.path, 'vault');
      const ended = await backups.restore({ directory: to, backupId: null, into: target, key }).ended;
      expect(ended).toMatchObject({ state: 'failed', error: { code: 'STORAGE_FULL' } });
      expect(existsSync(join(target, 'vault.json'))).toBe(false);
    } finally {
      disk.remove();
    }
  });
});
