/** Every released format, as its release wrote it, opens with the app of today: nothing is lost, and receipts hold. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { type Application, createApplication } from '../src/main/composition.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const releases = readdirSync(GOLDEN).filter((name) => existsSync(join(GOLDEN, name, 'expected.json')));

const expectedSchema = z.object({
  passphrase: z.string(),
  recoveryPhrase: z.array(z.string()),
  people: z.array(z.unknown()),
  spaces: z.array(
    z.object({
      id: z.string(),
      tier: z.string(),
      name: z.string(),
      records: z.array(
        z.object({
          memory: z.looseObject({ id: z.string() }),
          receiptHash: z.string(),
          files: z.array(z.object({ id: z.string(), sha256: z.string() })),
        }),
      ),
      tombstones: z.array(z.unknown()),
      receipts: z.number(),
    }),
  ),
  /** Questions to stores and their answers then; the first release had none but memories. */
  asked: z
    .array(z.object({ query: z.string(), input: z.json(), spaceId: z.string(), answer: z.json() }))
    .default([]),
  drafts: z.array(z.looseObject({ id: z.string() })),
  imports: z.array(z.looseObject({})),
  vaultReceipts: z.number(),
});
type Expected = z.infer<typeof expectedSchema>;

it('has a vault of the first release', () => {
  expect(releases).toContain('v1.4');
});

it.each(releases)(
  '%s opens, migrates, and reads as it was written',
  { timeout: 120_000 },
  async (release) => {
    const expected = expectedSchema.parse(
      JSON.parse(readFileSync(join(GOLDEN, release, 'expected.json'), 'utf8')),
    );
    const folder = mkdtempSync(join(tmpdir(), 'memoryos-golden-'));
    const directory = join(folder, 'vault');
    cpSync(join(GOLDEN, release, 'vault'), directory, { recursive: true });
    const application = createApplication({
      entry: new URL('../src/main/cli.ts', import.meta.url).href,
      knownVaultsFile: null,
      deviceName: 'another machine',
    });
    try {
      const { vaults } = application;
      await vaults.select(directory);
      await vaults.unlock({ method: 'passphrase', passphrase: expected.passphrase });
      await readsAsWritten(application, expected);
      await vaults.lock();
      await vaults.recover({ phrase: expected.recoveryPhrase.join(' '), passphrase: 'a new passphrase' });
      await readsAsWritten(application, expected);
    } finally {
      await application.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

async function readsAsWritten({ vaults, memories }: Application, expected: Expected): Promise<void> {
  expect(vaults.session().people()).toEqual(expected.people);
  const spaces = await vaults.session().spaces();
  expect(spaces.map(({ id, tier, name, problem }) => ({ id, tier, name, problem }))).toEqual(
    expected.spaces.map(({ id, tier, name }) => ({ id, tier, name, problem: null })),
  );
  for (const space of expected.spaces) {
    const page = await memories.timeline.page({ spaceId: space.id, offset: 0, limit: 1000 });
    expect(page.rows.map(({ id }) => id)).toEqual(space.records.map(({ memory }) => memory.id));
    for (const { memory, receiptHash, files } of space.records) {
      const read = await memories.timeline.get(space.id, memory.id);
      expect(read).toMatchObject(memory);
      expect(read.receipt.hash).toBe(receiptHash);
      for (const { id, sha256 } of files) {
        expect(await digestOf({ memories }, space.id, id)).toBe(sha256);
      }
    }
    expect((await memories.tombstones.page(space.id, 0, 1000)).rows).toEqual(space.tombstones);
    const receipts = await memories.receipts.verify(space.id);
    expect(receipts.broken).toEqual([]);
    expect(receipts.verified).toBeGreaterThanOrEqual(space.receipts);
  }
  for (const { query, input, spaceId, answer } of expected.asked) {
    const { database } = await vaults.session().space(spaceId);
    // Named by the release that wrote it; what is not there any more fails here by name.
    const again = await database.query(query as 'intents.open', input as Record<string, never>);
    expect([query, JSON.parse(JSON.stringify(again))]).toEqual([query, answer]);
  }
  expect(await memories.drafts.list()).toMatchObject(expected.drafts);
  expect(await memories.imports.list()).toMatchObject(expected.imports);
  const own = await memories.receipts.verifyVault();
  expect(own.broken).toEqual([]);
  expect(own.verified).toBeGreaterThanOrEqual(expected.vaultReceipts);
}

async function digestOf({ memories }: Pick<Application, 'memories'>, spaceId: string, id: string) {
  const digest = createHash('sha256');
  for (let chunk = 0; ; chunk += 1) {
    const part = await memories.timeline.attachmentChunk(spaceId, id, chunk);
    if (part === null) return digest.digest('hex');
    digest.update(part);
  }
}
