import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { contextFor, type Folder, temporaryFolder, testKeys } from '../../testing/databases.ts';
import { openInProcess } from '../../testing/in-process.ts';
import { acceptStore } from '../../testing/store-acceptance.ts';
import { intentsContract } from './contract.ts';

const intent = () => ({
  id: uuid(),
  kind: 'move' as const,
  recordId: uuid(),
  version: 1,
  targetSpaceId: uuid(),
  actorId: uuid(),
});

let folder: Folder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  vi.useRealTimers();
  folder.remove();
});

it('lets a memory go to one place at a time, and says what waits too long', () => {
  const options = { file: folder.file('space.db'), spaceId: uuid(), keys: testKeys() };
  const space = openInProcess(options);
  const first = intent();
  const begin = (given: ReturnType<typeof intent>) =>
    space.commits.run([space.collect(contextFor(options.spaceId), (uow) => uow.intents.begin(given))]);
  expect(begin(first)).toMatchObject([{ ok: true }]);
  expect(begin({ ...intent(), recordId: first.recordId })).toMatchObject([
    { ok: false, error: { code: 'CONFLICT', details: { reason: 'under-way' } } },
  ]);
  expect(begin({ ...intent(), id: first.id })).toMatchObject([
    { ok: false, error: { code: 'CONFLICT', details: { reason: 'id-taken' } } },
  ]);
  const reader = space.readers.get('intents');
  expect(reader?.check(0, 100).findings).toEqual([]);
  vi.useFakeTimers({ now: Date.now() + 3_600_000 });
  expect(reader?.check(0, 100).findings).toMatchObject([{ code: 'transfer-waiting', count: 1 }]);
  space.close();
});

const kept = intent();
const closed = { ...intent(), kind: 'copy' as const };

acceptStore({
  contract: intentsContract,
  units: [
    [{ op: 'begin', input: kept }],
    [{ op: 'begin', input: closed }],
    [{ op: 'close', input: { id: closed.id } }],
  ],
  queries: [{ op: 'open', input: {} }],
  content: [],
});
