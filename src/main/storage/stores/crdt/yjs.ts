/**
 * Yjs, loaded when a thread first needs it: that takes tens of milliseconds, and most threads never do.
 *
 * Everything from outside is bytes that somebody may have made to harm: it is decoded here, within bounds, before it
 * is kept, and what does not decode is a typed error.
 */
import { createRequire } from 'node:module';
import type * as Yjs from 'yjs';
import { VaultError } from '../../../../shared/errors.ts';
import { crdtContract } from './contract.ts';

/** Parts of one update: putting them together costs the square of it at worst. */
const MOST_STRUCTS = 100_000;

let loaded: typeof Yjs | null = null;

export function yjs(): typeof Yjs {
  // The package's own types describe what is required here.
  loaded ??= createRequire(import.meta.url)('yjs') as typeof Yjs;
  return loaded;
}

/** Throws INVALID_INPUT (field `update`) where the bytes are no update or one that cannot be put together. */
export function requireUpdate(document: string, update: Uint8Array): void {
  let structs: number;
  try {
    structs = yjs().decodeUpdate(update).structs.length;
    if (structs <= MOST_STRUCTS) yjs().applyUpdate(new (yjs().Doc)({ guid: document }), update);
  } catch (cause) {
    throw refused('apply', 'update', 'These bytes are no change of a document.', cause);
  }
  if (structs > MOST_STRUCTS) {
    throw refused('apply', 'update', 'This change of a document has too many parts.');
  }
}

/** The part of `state` that is not covered by a state vector. Throws INVALID_INPUT (field `since`). */
export function differenceSince(state: Uint8Array, since: Uint8Array): Uint8Array {
  try {
    yjs().decodeStateVector(since);
  } catch (cause) {
    throw refused('diff', 'since', 'These bytes are no state vector.', cause);
  }
  return yjs().diffUpdate(state, since);
}

/** Several updates as one, without putting the document together. */
export function joined(updates: readonly Uint8Array[]): Uint8Array {
  const [only] = updates;
  return updates.length === 1 && only !== undefined ? only : yjs().mergeUpdates([...updates]);
}

/**
 * Several updates as one, with what was deleted left out. Updates that each were sound and do not fit together are
 * joined as they are: nothing that came is lost for it.
 */
export function compacted(document: string, updates: readonly Uint8Array[]): Uint8Array {
  // A document makes itself a random id otherwise, which costs twenty times as much as all the rest of it.
  const doc = new (yjs().Doc)({ guid: document });
  try {
    for (const update of updates) yjs().applyUpdate(doc, update);
    return yjs().encodeStateAsUpdate(doc);
  } catch {
    return joined(updates);
  } finally {
    doc.destroy();
  }
}

function refused(op: string, field: string, message: string, cause?: unknown): VaultError {
  return new VaultError('INVALID_INPUT', message, {
    hint: 'Nothing was changed. If it came from another device, update the app there and here.',
    details: { store: crdtContract.name, op, field },
    ...(cause === undefined ? {} : { cause }),
  });
}
