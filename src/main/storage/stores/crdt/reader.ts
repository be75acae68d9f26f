/** crdt, the reading side: a document's state, what a peer lacks of it, and where it came from. */
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { ReadableConnection } from '../../sqlite.ts';
import { BaseReader, type QueryHandlers, type StoreCheck } from '../base-store.ts';
import { bandOf, idText } from '../record-ids.ts';
import { crdtContract } from './contract.ts';
import { type DocumentLine, Documents } from './documents.ts';
import { differenceSince, joined, yjs } from './yjs.ts';

type Contract = typeof crdtContract;

const DAY_MS = 86_400_000;
/** Documents that one slice of a check opens: each may be large. */
const CHECK_DOCUMENTS = 20;

interface MergeLine {
  readonly device: Buffer;
  readonly day: number;
  readonly updates: number;
  readonly bytes: number;
  readonly last_ms: number;
}

export class CrdtReader extends BaseReader<Contract> {
  readonly contract: Contract = crdtContract;
  readonly #connection: ReadableConnection;
  readonly #documents: Documents;

  constructor(connection: ReadableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#documents = new Documents(connection, keys);
  }

  protected readonly handlers: QueryHandlers<Contract> = {
    documents: () =>
      this.#connection
        .read<DocumentLine>('SELECT * FROM crdt_document ORDER BY seq')
        .all()
        .filter((line) => this.#documents.opens(line))
        .map((line) => ({
          id: idText(line.id),
          band: bandOf(line.band),
          updates: line.last_number,
          logUpdates: line.last_number - line.snapshot_number,
          logBytes: line.log_bytes,
          changedMs: line.changed_ms,
        })),

    state: ({ document }) => {
      const update = this.#state(document);
      return update === null ? null : { update };
    },

    stateVector: ({ document }) => {
      const update = this.#state(document);
      return update === null ? null : { stateVector: yjs().encodeStateVectorFromUpdate(update) };
    },

    diff: ({ document, since }) => {
      const update = this.#state(document);
      return update === null ? null : { update: differenceSince(update, since) };
    },

    merges: ({ document, limit }) => {
      const line = this.#documents.line(document);
      if (line === null) return [];
      return this.#connection
        .read<MergeLine>(
          `SELECT device, day, updates, bytes, last_ms FROM crdt_merge
           WHERE document = ? ORDER BY day DESC, last_ms DESC, seq DESC LIMIT ?`,
        )
        .all(line.seq, limit)
        .map((merge) => ({
          deviceId: idText(merge.device),
          day: new Date(merge.day * DAY_MS).toISOString().slice(0, 10),
          updates: merge.updates,
          bytes: merge.bytes,
          lastMs: merge.last_ms,
        }));
    },

    removed: ({ documents }) => documents.filter((id) => this.#documents.isRemoved(id)),
  };

  /** Opens each document's log and snapshot: what does not open or is not whole is damage. */
  override check(from: number, rows: number): StoreCheck {
    const most = Math.min(rows, CHECK_DOCUMENTS);
    const lines = this.#connection
      .read<DocumentLine>('SELECT * FROM crdt_document WHERE seq > ? ORDER BY seq LIMIT ?')
      .all(from, most);
    const broken = lines.filter((line) => this.#documents.opens(line) && !this.#isWhole(line)).length;
    return {
      findings:
        broken === 0
          ? []
          : [
              {
                code: 'document-broken',
                severity: 'damage',
                count: broken,
                what: 'Some shared documents are not whole.',
                todo: 'Bring them back from another device or from a backup.',
                rebuildHelps: false,
              },
            ],
      next: lines.length < most ? null : (lines.at(-1)?.seq ?? null),
    };
  }

  #isWhole(line: DocumentLine): boolean {
    const log = line.last_number - line.snapshot_number;
    try {
      const updates = this.#documents.updates(line);
      joined(updates);
      return updates.length === log + (line.snapshot_number > 0 ? 1 : 0);
    } catch {
      return false;
    }
  }

  /** Null where there is none, or this device does not hold its band's key. */
  #state(id: string): Uint8Array | null {
    const line = this.#documents.line(id);
    if (line === null || !this.#documents.opens(line)) return null;
    return joined(this.#documents.updates(line));
  }
}
