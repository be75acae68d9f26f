/**
 * Several queries in one snapshot of one reader.
 *
 * Invariant: however `work` ends, the snapshot is let go; one that lasts too long is ended, because the write-ahead log
 * cannot be emptied past it, and says so at the next query. Answers of a snapshot are never kept for others.
 */
import { VaultError } from '../../shared/errors.ts';
import type { QueryInputOf, QueryNameOf, QueryOutputOf, StoreContracts } from './contract.ts';
import type { EngineClient } from './engine-client.ts';
import type { Snapshot } from './interfaces.ts';
import { unknownPart } from './stores/base-store.ts';
import { parseInput } from './unit-of-work.ts';

const MOST_MS = 60_000;

function ended(mostMs: number): VaultError {
  return new VaultError('BUSY', 'This was looked at for too long in one piece.', {
    hint: 'Nothing was changed. Try again, in smaller parts.',
    retryable: true,
    details: { reason: 'snapshot-ended', mostMs },
  });
}

export interface SnapshotParts<S extends StoreContracts> {
  readonly contracts: S;
  readonly reader: EngineClient;
  /** Everything here ends a snapshot that is held. */
  readonly held: Set<() => void>;
  /** Milliseconds after which it is ended. */
  readonly mostMs: number | undefined;
}

export async function inSnapshot<S extends StoreContracts, T>(
  { contracts, reader, held, mostMs = MOST_MS }: SnapshotParts<S>,
  work: (snapshot: Snapshot<S>) => Promise<T>,
): Promise<T> {
  let over = false;
  let letGo: Promise<unknown> | null = null;
  // A reader that died took its snapshot along.
  const end = (): Promise<unknown> =>
    (letGo ??= reader.ask((n) => ({ type: 'letGo', n })).catch(() => undefined));
  await reader.ask((n) => ({ type: 'hold', n }));
  const endNow = (): void => {
    over = true;
    void end();
  };
  const timer = setTimeout(endNow, mostMs);
  held.add(endNow);
  try {
    return await work({
      async query<N extends QueryNameOf<S>>(name: N, input: QueryInputOf<S, N>) {
        if (over) throw ended(mostMs);
        const [store = '', op = ''] = name.split('.');
        const contract = contracts[store]?.queries[op];
        if (contract === undefined) throw unknownPart(store, op);
        const parsed = parseInput(store, op, contract.input, input);
        // The store's handler is typed by the same contract.
        return (await reader.ask((n) => ({ type: 'query', n, name, input: parsed }))) as QueryOutputOf<S, N>;
      },
    });
  } finally {
    over = true;
    clearTimeout(timer);
    held.delete(endNow);
    await end();
  }
}
