/**
 * The Merkle tree over receipts (RFC 6962, section 2.1), without a database: leaves are receipts' hashes, in the order
 * of their numbers; leaf number 0 is receipt 1.
 *
 * Invariants: leaves and nodes are hashed with different first bytes, so that neither can pass for the other; a frontier
 * never changes once it is made, so that a roll-back is holding on to the old one. Whether a root is to be believed is
 * not decided here: a device signs it.
 */
import { hash } from 'node:crypto';

/** What is hashed is put together here: each receipt costs two hashes, and should cost no more. */
const leafBytes = Buffer.alloc(33, 0);
const nodeBytes = Buffer.alloc(65, 1);

/** The root of the tree without leaves: SHA-256 of nothing. */
export const EMPTY_ROOT: Buffer = hash('sha256', Buffer.alloc(0), 'buffer');

/** @param receipt the receipt's hash, 32 bytes */
function leafHash(receipt: Uint8Array): Buffer {
  leafBytes.set(receipt, 1);
  return hash('sha256', leafBytes, 'buffer');
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  nodeBytes.set(left, 1);
  nodeBytes.set(right, 33);
  return hash('sha256', nodeBytes, 'buffer');
}

/**
 * The right edge of a growing tree: the roots of its complete subtrees, smallest first. Appending and taking the root
 * cost a logarithm.
 */
export class Frontier {
  static readonly EMPTY = new Frontier(0, null);
  /** Leaves in the whole tree. */
  readonly size: number;
  readonly #last: Subtree | null;

  private constructor(size: number, last: Subtree | null) {
    this.size = size;
    this.#last = last;
  }

  /** The tree with one more leaf. @param receipt the receipt's hash, 32 bytes */
  append(receipt: Uint8Array): Frontier {
    let joined: Subtree = { leaves: 1, hash: leafHash(receipt), before: this.#last };
    while (joined.before !== null && joined.before.leaves === joined.leaves) {
      const { before } = joined;
      joined = {
        leaves: joined.leaves * 2,
        hash: nodeHash(before.hash, joined.hash),
        before: before.before,
      };
    }
    return new Frontier(this.size + 1, joined);
  }

  root(): Buffer {
    if (this.#last === null) return EMPTY_ROOT;
    let { hash: root, before } = this.#last;
    for (; before !== null; before = before.before) root = nodeHash(before.hash, root);
    return root;
  }

  /** The subtrees' roots, largest first, 32 bytes each: enough to go on from. */
  bytes(): Buffer {
    const hashes: Buffer[] = [];
    for (let tree = this.#last; tree !== null; tree = tree.before) hashes.unshift(tree.hash);
    return Buffer.concat(hashes);
  }

  /** What `bytes` gave, or null where it cannot be the edge of a tree of this size. */
  static of(size: number, bytes: Uint8Array): Frontier | null {
    const parts = subtreeSizes(size);
    if (bytes.byteLength !== parts.length * 32) return null;
    const last = parts.reduce<Subtree | null>(
      (before, leaves, index) => ({
        leaves,
        hash: Buffer.from(bytes.subarray(index * 32, index * 32 + 32)),
        before,
      }),
      null,
    );
    return new Frontier(size, last);
  }
}

interface Subtree {
  readonly leaves: number;
  readonly hash: Buffer;
  readonly before: Subtree | null;
}

/** The powers of two that a size is the sum of, largest first. */
function subtreeSizes(size: number): number[] {
  const sizes: number[] = [];
  for (let rest = size; rest > 0; ) {
    const leaves = 2 ** Math.floor(Math.log2(rest));
    sizes.push(leaves);
    rest -= leaves;
  }
  return sizes;
}

/** The largest power of two smaller than a size of at least 2: where RFC 6962 splits. */
export function splitOf(size: number): number {
  return 2 ** Math.ceil(Math.log2(size) - 1);
}

/** The root over the leaves `from` to `to` (not included): the tree that stands there. */
export type RangeRoot = (from: number, to: number) => Promise<Buffer>;

/** RFC 6962, 2.1.1: PATH(leaf, D[size]), the sibling nearest to the leaf first. */
export async function inclusionPath(leaf: number, size: number, rootOf: RangeRoot): Promise<Buffer[]> {
  const path: Buffer[] = [];
  let from = 0;
  let to = size;
  while (to - from > 1) {
    const split = from + splitOf(to - from);
    if (leaf < split) {
      path.unshift(await rootOf(split, to));
      to = split;
    } else {
      path.unshift(await rootOf(from, split));
      from = split;
    }
  }
  return path;
}

/** RFC 6962, 2.1.2: PROOF(older, D[newer]). Empty where both are of one size. */
export async function consistencyPath(older: number, newer: number, rootOf: RangeRoot): Promise<Buffer[]> {
  const path: Buffer[] = [];
  let from = 0;
  let to = newer;
  let known = true;
  // Walks to the subtree that ends where the older tree ended.
  while (older !== to) {
    const split = from + splitOf(to - from);
    if (older <= split) {
      path.unshift(await rootOf(split, to));
      to = split;
    } else {
      path.unshift(await rootOf(from, split));
      from = split;
      known = false;
    }
  }
  if (!known) path.unshift(await rootOf(from, to));
  return path;
}

/** Whether a path leads from a receipt to a root (RFC 9162, 2.1.3.2, which is RFC 6962's proof). */
export function inclusionHolds(
  receipt: Uint8Array,
  leaf: number,
  size: number,
  path: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (leaf < 0 || leaf >= size) return false;
  let index = leaf;
  let last = size - 1;
  let computed = leafHash(receipt);
  for (const sibling of path) {
    if (last === 0) return false;
    if (index % 2 === 1 || index === last) {
      computed = nodeHash(sibling, computed);
      while (index % 2 === 0 && index !== 0) {
        index = Math.floor(index / 2);
        last = Math.floor(last / 2);
      }
    } else {
      computed = nodeHash(computed, sibling);
    }
    index = Math.floor(index / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && computed.equals(root);
}

/** Whether a path shows that the newer tree begins with the older one (RFC 9162, 2.1.4.2). */
export function consistencyHolds(
  older: { readonly size: number; readonly root: Uint8Array },
  newer: { readonly size: number; readonly root: Uint8Array },
  path: readonly Uint8Array[],
): boolean {
  if (older.size > newer.size) return false;
  if (older.size === newer.size) return path.length === 0 && Buffer.from(older.root).equals(newer.root);
  // Every tree begins with the one that has no leaves.
  if (older.size === 0) return path.length === 0 && EMPTY_ROOT.equals(older.root);
  const isPower = Number.isInteger(Math.log2(older.size));
  const nodes = isPower ? [older.root, ...path] : path;
  const [first, ...rest] = nodes;
  if (first === undefined) return false;
  let index = older.size - 1;
  let last = newer.size - 1;
  while (index % 2 === 1) {
    index = Math.floor(index / 2);
    last = Math.floor(last / 2);
  }
  let oldRoot: Buffer = Buffer.from(first);
  let newRoot: Buffer = Buffer.from(first);
  for (const sibling of rest) {
    if (last === 0) return false;
    if (index % 2 === 1 || index === last) {
      oldRoot = nodeHash(sibling, oldRoot);
      newRoot = nodeHash(sibling, newRoot);
      while (index % 2 === 0 && index !== 0) {
        index = Math.floor(index / 2);
        last = Math.floor(last / 2);
      }
    } else {
      newRoot = nodeHash(newRoot, sibling);
    }
    index = Math.floor(index / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && oldRoot.equals(older.root) && newRoot.equals(newer.root);
}
