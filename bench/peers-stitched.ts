/**
 * One memory over five stores. Ours: one unit of work, all or nothing. Theirs: the row and its words in Signal's
 * SQLCipher, its vector in a vector database of its own (sqlite-vec, encrypted pages), its document in LevelDB, its
 * receipt in a file: each durable by itself, and a power cut between two of them leaves half a memory.
 */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Doc, encodeStateAsUpdate } from 'yjs';
import { generateKey } from '../src/main/security/key-derivation.ts';
import { openWritable } from '../src/main/storage/sqlite.ts';
import type { AppendInput } from '../src/main/storage/testing/databases.ts';
import { peer } from './peers-install.ts';
import { type Schema, SqlitePeer } from './peers-sqlite.ts';

export const DIMENSIONS = 384;

/** A memory with what its other stores hold of it. */
export interface WholeMemory {
  readonly input: AppendInput;
  readonly vector: Float32Array;
  /** The state of its document: a Yjs update. */
  readonly document: Uint8Array;
}

export interface StitchedStores {
  put(memory: WholeMemory): Promise<void>;
  close(): Promise<void>;
}

/** A direction and a document for a memory; the vector is made up, its length is that of real ones. */
export function wholeMemory(input: AppendInput, random: () => number): WholeMemory {
  const document = new Doc({ guid: input.id });
  document.getText('text').insert(0, input.text);
  return {
    input,
    vector: Float32Array.from({ length: DIMENSIONS }, () => random() - 0.5),
    document: encodeStateAsUpdate(document),
  };
}

interface Level {
  open(): Promise<void>;
  put(key: string, value: Uint8Array, options: { sync: boolean }): Promise<void>;
  close(): Promise<void>;
}

/** Their stores in one folder. */
export async function openStitched(folder: string, schema: Schema): Promise<StitchedStores> {
  const rows = new SqlitePeer('@signalapp/sqlcipher', join(folder, 'rows.db'), schema);
  const vectorFile = join(folder, 'vectors.db');
  closeSync(openSync(vectorFile, 'wx'));
  const vectors = openWritable({ file: vectorFile, key: generateKey() });
  vectors.script(`CREATE VIRTUAL TABLE vector USING vec0 (id TEXT PRIMARY KEY, value float[${DIMENSIONS}])`);
  const { ClassicLevel } = peer<{ ClassicLevel: new (path: string, options: object) => Level }>(
    'classic-level',
  );
  const documents = new ClassicLevel(join(folder, 'documents'), { valueEncoding: 'buffer' });
  await documents.open();
  const receipts = openSync(join(folder, 'receipts.jsonl'), 'a');
  let written = 0;
  return {
    async put({ input, vector, document }) {
      rows.put([input]);
      vectors.write('INSERT INTO vector (id, value) VALUES (?, ?)').run(input.id, bytesOf(vector));
      await documents.put(input.id, document, { sync: true });
      writeSync(receipts, `${JSON.stringify({ subject: input.id, action: 'memory.add', at: Date.now() })}\n`);
      fsyncSync(receipts);
      written += 1;
      if (written % 500 === 0) {
        rows.checkpoint();
        vectors.pragma('wal_checkpoint(PASSIVE)');
      }
    },
    async close() {
      rows.close();
      vectors.close();
      await documents.close();
      closeSync(receipts);
    },
  };
}

const bytesOf = (vector: Float32Array): Uint8Array =>
  new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
