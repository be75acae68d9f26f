/**
 * How often each store makes the disk write before it says that a memory is kept. Started for itself under strace:
 * `node bench/peers-fsyncs.ts STORE FOLDER PUTS`; the difference between two numbers of puts is what the puts cost.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AppendInput, type Folder, memory } from '../src/main/storage/testing/databases.ts';
import { DOCUMENT_PEERS, type DocumentPeerName, openDocuments } from './peers-documents.ts';
import { OurSpace } from './peers-ours.ts';
import { SQLITE_PEERS, SqlitePeer, type SqlitePeerName } from './peers-sqlite.ts';
import { openStitched, wholeMemory } from './peers-stitched.ts';
import { seeded } from './sampling.ts';

const PUTS = 20;
const OURS = 'ours';
const OURS_WHOLE = 'ours, five stores';
const STITCHED = 'stitched, five stores';

export const COUNTED = [OURS, ...names(SQLITE_PEERS), OURS_WHOLE, STITCHED, ...names(DOCUMENT_PEERS)];

function names<K extends string>(of: Readonly<Record<K, unknown>>): K[] {
  return Object.keys(of) as K[];
}

/** fsync and fdatasync calls for one put, or why they could not be counted. */
export function syncsPerPut(store: string): number | string {
  const [none, some] = [0, PUTS].map((puts) => syncs(store, puts));
  if (typeof none !== 'number') return none ?? 'not counted';
  if (typeof some !== 'number') return some ?? 'not counted';
  return Math.round(((some - none) / PUTS) * 100) / 100;
}

function syncs(store: string, puts: number): number | string {
  const folder = mkdtempSync(join(tmpdir(), 'memoryos-syncs-'));
  const trace = join(folder, 'trace');
  const program = [process.execPath, import.meta.filename, store, folder, `${puts}`];
  try {
    const { status, error } = spawnSync(
      'strace',
      ['-f', '-qq', '-o', trace, '-e', 'trace=fsync,fdatasync', ...program],
      { stdio: 'ignore' },
    );
    if (error !== undefined) return 'strace is not here';
    if (status !== 0) return `not counted: ended with ${status}`;
    return readFileSync(trace, 'utf8').match(/\bf(?:data)?sync\(/gu)?.length ?? 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function puts(store: string, path: string, count: number): Promise<void> {
  const folder: Folder = { path, file: (name) => join(path, name), remove: () => undefined };
  const inputs: AppendInput[] = Array.from({ length: count }, () => memory());
  if (store === OURS || store === OURS_WHOLE) {
    const space = new OurSpace(folder, 'ours.db');
    if (store === OURS_WHOLE) space.addModel();
    const random = seeded(1);
    for (const input of inputs) {
      if (store === OURS) space.put([input]);
      else space.putWhole(wholeMemory(input, random));
    }
    process.exit();
  }
  if (store in SQLITE_PEERS || store === STITCHED) {
    const schema = new OurSpace(folder, 'schema.db').schema();
    if (store === STITCHED) {
      const stitched = await openStitched(path, schema);
      const random = seeded(1);
      for (const input of inputs) await stitched.put(wholeMemory(input, random));
    } else {
      const peer = new SqlitePeer(store as SqlitePeerName, folder.file('peer.db'), schema);
      for (const input of inputs) peer.put([input]);
    }
    process.exit();
  }
  const documents = await openDocuments(store as DocumentPeerName, path);
  for (const input of inputs) await documents.put([input]);
  process.exit();
}

if (import.meta.main) {
  const [store = '', path = '', count = '0'] = process.argv.slice(2);
  await puts(store, path, Number(count));
}
