/** Stores that hold all they have in memory, or start a whole database server: how long they take to open. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AppendInput } from '../src/main/storage/testing/databases.ts';
import { peer } from './peers-install.ts';

/** A document store in one folder. Nothing is encrypted in any of them. */
interface DocumentPeer {
  /** Makes the store ready, a new one or what is there. */
  open(folder: string): Promise<OpenDocuments>;
}

export interface OpenDocuments {
  put(inputs: readonly AppendInput[]): Promise<void>;
  /** The fifty latest. */
  latest(): Promise<readonly unknown[]>;
  /** Ends with everything in its file. */
  close(): Promise<void>;
}

interface NedbCursor {
  sort(order: object): NedbCursor;
  limit(count: number): NedbCursor;
  execAsync(): Promise<unknown[]>;
}

const nedb: DocumentPeer = {
  async open(folder) {
    const Datastore =
      peer<
        new (options: {
          filename: string;
        }) => {
          loadDatabaseAsync(): Promise<void>;
          insertAsync(documents: readonly object[]): Promise<unknown>;
          findAsync(query: object): NedbCursor;
          compactDatafileAsync(): Promise<void>;
        }
      >('@seald-io/nedb');
    const store = new Datastore({ filename: join(folder, 'nedb.jsonl') });
    await store.loadDatabaseAsync();
    return {
      put: async (inputs) => void (await store.insertAsync(inputs.map((input) => ({ ...input })))),
      latest: () => store.findAsync({}).sort({ atMs: -1 }).limit(50).execAsync(),
      close: () => Promise.resolve(),
    };
  },
};

interface LokiCollection {
  insert(documents: readonly object[]): unknown;
  chain(): { simplesort(by: string, descending: boolean): { limit(count: number): { data(): unknown[] } } };
}

const loki: DocumentPeer = {
  async open(folder) {
    const Loki =
      peer<
        new (
          file: string,
        ) => {
          loadDatabase(options: object, done: (error: Error | null) => void): void;
          saveDatabase(done: (error: Error | null) => void): void;
          getCollection(name: string): LokiCollection | null;
          addCollection(name: string, options: object): LokiCollection;
        }
      >('lokijs');
    const store = new Loki(join(folder, 'loki.json'));
    await called((done) => store.loadDatabase({}, done));
    const memories =
      store.getCollection('memories') ?? store.addCollection('memories', { indices: ['atMs'] });
    return {
      put: async (inputs) => {
        memories.insert(inputs.map((input) => ({ ...input })));
        await called((done) => store.saveDatabase(done));
      },
      latest: () => Promise.resolve(memories.chain().simplesort('atMs', true).limit(50).data()),
      close: () => Promise.resolve(),
    };
  },
};

const called = (work: (done: (error: Error | null | undefined) => void) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    work((error) => {
      if (error instanceof Error) reject(error);
      else resolve();
    });
  });

const pglite: DocumentPeer = {
  async open(folder) {
    const { PGlite } = peer<{
      PGlite: new (
        folder: string,
      ) => {
        waitReady: Promise<void>;
        exec(sql: string): Promise<unknown>;
        query(sql: string, values?: readonly unknown[]): Promise<{ rows: unknown[] }>;
        close(): Promise<void>;
      };
    }>('@electric-sql/pglite');
    const store = new PGlite(join(folder, 'pglite'));
    await store.waitReady;
    await store.exec(
      `CREATE TABLE IF NOT EXISTS memory (id uuid PRIMARY KEY, at_ms bigint, body jsonb);
       CREATE INDEX IF NOT EXISTS memory_by_time ON memory (at_ms)`,
    );
    return {
      put: async (inputs) =>
        void (await store.query(
          `INSERT INTO memory SELECT (body->>'id')::uuid, (body->>'atMs')::bigint, body
           FROM jsonb_array_elements($1::jsonb) AS body`,
          [JSON.stringify(inputs).replaceAll('\\u0000', '')],
        )),
      latest: async () => (await store.query('SELECT body FROM memory ORDER BY at_ms DESC LIMIT 50')).rows,
      close: () => store.close(),
    };
  },
};

export const DOCUMENT_PEERS = {
  '@seald-io/nedb': nedb,
  lokijs: loki,
  '@electric-sql/pglite': pglite,
} as const satisfies Record<string, DocumentPeer>;
export type DocumentPeerName = keyof typeof DOCUMENT_PEERS;

/** Opens a peer's store in a folder of its own. */
export function openDocuments(name: DocumentPeerName, folder: string): Promise<OpenDocuments> {
  const own = join(folder, name.replace(/\W+/gu, '-'));
  mkdirSync(own, { recursive: true });
  return DOCUMENT_PEERS[name].open(own);
}
