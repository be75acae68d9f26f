import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReceiptCheck } from '../../shared/contracts/receipts.ts';
import type { OpenSpace } from '../vault/contract.ts';
import { writeMemory } from '../vault/testing/memories.ts';
import { errorOf, VaultFixture } from '../vault/testing/vault-fixture.ts';
import { Listeners } from './ports.ts';
import { verifyReceiptFile } from './receipt-file.ts';
import { Receipts } from './receipts.ts';

let fixture: VaultFixture;
let receipts: Receipts;
let space: OpenSpace;
const file = (name: string): string => `${fixture.root}/${name}`;

beforeAll(async () => {
  fixture = await VaultFixture.open();
  const vault = await fixture.create();
  const { id } = await vault.createSpace({ tier: 'personal', name: 'me' });
  space = await vault.space(id);
  receipts = new Receipts(
    { vaults: fixture.service, importThread: new URL('file:///nowhere') },
    new Listeners(),
  );
  for (let n = 0; n < 5; n += 1) await writeMemory(vault, space, `Unmistakable ${n}`);
  await receipts.export(id, file('early.jsonl'));
  for (let n = 0; n < 6; n += 1) await writeMemory(vault, space, `Unmistakable ${n}`);
});
afterAll(() => fixture.remove());

it('writes all receipts, and they hold on a machine without a vault', async () => {
  expect(await receipts.export(space.id, file('all.jsonl'))).toMatchObject({ receipts: 11 });
  const checked = await verifyReceiptFile(file('all.jsonl'));
  expect(checked).toMatchObject({ verified: 11, broken: [] });
  expect(checked.devices.map(({ fingerprint }) => fingerprint)).toEqual([
    fixture.service.session().device.fingerprint,
  ]);
  const text = readFileSync(file('all.jsonl'), 'utf8');
  expect(text).not.toContain('Unmistakable');
  expect(text.match(/"type":"checkpoint"/g)).toHaveLength(2);
  expect(text.match(/"type":"consistency"/g)).toHaveLength(1);
  expect((await verifyReceiptFile(file('early.jsonl'))).broken).toEqual([]);
});

it('writes one receipt with its proof, and a part from a number on', async () => {
  const [newest] = (await receipts.page({ spaceId: space.id, beforeSeq: null, limit: 1 })).rows;
  const seq = await receipts.numberOf(space.id, newest?.id ?? '');
  expect(seq).toBe(newest?.seq);
  for (const range of [{ seq: 4 }, { seq: 1 }, { seq }, { fromSeq: 3 }, { fromSeq: 7 }]) {
    const { receipts: count } = await receipts.export(space.id, file('part.jsonl'), range);
    expect(await verifyReceiptFile(file('part.jsonl'))).toMatchObject({ verified: count, broken: [] });
  }
  expect((await errorOf(receipts.export(space.id, file('none.jsonl'), { seq: 99 }))).code).toBe('NOT_FOUND');
});

describe.each([
  ['all', {}],
  ['one', { seq: 3 }],
  ['a part', { fromSeq: 4 }],
])('a file of %s', (_name, range) => {
  it('breaks with every field that is changed, every line that goes, comes or moves', async () => {
    await receipts.export(space.id, file('whole.jsonl'), range);
    const lines = readFileSync(file('whole.jsonl'), 'utf8').trimEnd().split('\n');
    const broken = async (changed: readonly string[]): Promise<number> => {
      writeFileSync(file('changed.jsonl'), `${changed.join('\n')}\n`);
      try {
        return (await verifyReceiptFile(file('changed.jsonl'))).broken.length;
      } catch (error) {
        // A version that is not ours is refused as such, which exits as damage does.
        if (error instanceof Error && 'code' in error && error.code === 'NEWER_VERSION') return 1;
        throw error;
      }
    };
    expect(await broken(lines)).toBe(0);
    for (const [index, line] of lines.entries()) {
      for (const changed of withEachFieldChanged(JSON.parse(line))) {
        const text = JSON.stringify(changed);
        expect(await broken(lines.with(index, text)), text).toBeGreaterThan(0);
      }
      if (index === 0) continue;
      expect(await broken(lines.toSpliced(index, 1)), `without ${line}`).toBeGreaterThan(0);
      expect(await broken(lines.toSpliced(index, 0, line)), `twice ${line}`).toBeGreaterThan(0);
      expect(await broken(lines.with(index, 'nothing at all')), `lost ${line}`).toBeGreaterThan(0);
    }
    expect(await broken(lines.slice(0, -1))).toBeGreaterThan(0);
    expect(await broken([...lines, '{"type":"receipt"}'])).toBeGreaterThan(0);
  });
});

it('still checks files of the first version', async () => {
  const { receipts: rows, seals } = await space.database.query('receipts.export', { fromSeq: 1, limit: 100 });
  const devices = await fixture.service.session().database.query('registry.devices', {});
  const lines: object[] = [
    {
      type: 'header',
      format: 'memoryos-receipts',
      version: 1,
      spaceId: space.id,
      receipts: rows.length,
      headHash: rows.at(-1)?.hash,
      devices: devices.map(({ id, publicKey }) => ({
        id,
        publicKey: Buffer.from(publicKey).toString('hex'),
      })),
    },
    ...rows.map(({ body, hash }) => ({ type: 'receipt', hash, body })),
    ...seals.map((seal) => ({ type: 'seal', ...seal })),
  ];
  writeFileSync(file('first.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  expect(await verifyReceiptFile(file('first.jsonl'))).toMatchObject({ verified: rows.length, broken: [] });
  writeFileSync(
    file('first.jsonl'),
    lines
      .slice(0, -1)
      .map((line) => `${JSON.stringify(line)}\n`)
      .join(''),
  );
  expect((await verifyReceiptFile(file('first.jsonl'))).broken).toHaveLength(1);
});

it('says so where a file is none of ours, or is not there', async () => {
  writeFileSync(file('letter.txt'), 'Dear Ada');
  expect((await errorOf(verifyReceiptFile(file('letter.txt')))).code).toBe('INVALID_INPUT');
  expect((await errorOf(verifyReceiptFile(file('nothing.jsonl')))).code).toBe('SOURCE_NOT_FOUND');
});

it('checks a space on its own, tells how far it is, and stops when asked to', async () => {
  const told: string[] = [];
  const listeners = new Listeners<ReceiptCheck>();
  listeners.add(({ state }) => told.push(state));
  const service = new Receipts(
    { vaults: fixture.service, importThread: new URL('file:///nowhere') },
    listeners,
  );
  const { runId } = await service.startCheck(space.id);
  await expect.poll(async () => (await service.check(space.id))?.state).toBe('done');
  expect(await service.check(space.id)).toMatchObject({ runId, verified: 11, brokenCount: 0, done: 11 });
  await expect.poll(() => told.at(-1)).toBe('done');
  const second = await service.startCheck(space.id);
  service.stopCheck(second.runId);
  await expect.poll(async () => (await service.check(space.id))?.state).not.toBe('running');
});

/** The value with one leaf after another changed, and one field after another taken away or added. */
function* withEachFieldChanged(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      for (const changed of withEachFieldChanged(item)) yield value.with(index, changed);
      yield value.toSpliced(index, 1);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      for (const changed of withEachFieldChanged(item)) yield { ...value, [key]: changed };
      const { [key]: _, ...rest } = value as Record<string, unknown>;
      yield rest;
    }
    yield { ...value, more: 1 };
  } else if (typeof value === 'string') {
    const last = value.at(-1) === '0' ? '1' : '0';
    yield `${value.slice(0, -1)}${last}`;
    yield '';
  } else if (typeof value === 'number') yield value + 1;
  else yield value === null ? 'something' : null;
}
