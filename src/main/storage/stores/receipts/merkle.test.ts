import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  consistencyHolds,
  consistencyPath,
  EMPTY_ROOT,
  Frontier,
  inclusionHolds,
  inclusionPath,
  splitOf,
} from './merkle.ts';

/** RFC 6962, section 2.1, read as slowly as it is written. */
const sha = (...parts: (Buffer | number[])[]): Buffer =>
  createHash('sha256')
    .update(Buffer.concat(parts.map((part) => Buffer.from(part))))
    .digest();

function naiveRoot(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (only === undefined) return sha();
  if (leaves.length === 1) return sha([0], only);
  const k = naiveSplit(leaves.length);
  return sha([1], naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)));
}

function naiveSplit(size: number): number {
  let k = 1;
  while (k * 2 < size) k *= 2;
  return k;
}

function naiveInclusion(m: number, leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length === 1) return [];
  const k = naiveSplit(leaves.length);
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  return m < k
    ? [...naiveInclusion(m, left), naiveRoot(right)]
    : [...naiveInclusion(m - k, right), naiveRoot(left)];
}

function naiveConsistency(m: number, leaves: readonly Buffer[], known = true): Buffer[] {
  if (m === leaves.length) return known ? [] : [naiveRoot(leaves)];
  const k = naiveSplit(leaves.length);
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  return m <= k
    ? [...naiveConsistency(m, left, known), naiveRoot(right)]
    : [...naiveConsistency(m - k, right, false), naiveRoot(left)];
}

const leavesOf = (size: number): Buffer[] => Array.from({ length: size }, (_, n) => sha([n % 256, n >> 8]));
const rootsOf = (leaves: readonly Buffer[]) => async (from: number, to: number) =>
  naiveRoot(leaves.slice(from, to));

function frontierOf(leaves: readonly Buffer[]): Frontier {
  return leaves.reduce((tree, leaf) => tree.append(leaf), Frontier.EMPTY);
}

it('has the roots of RFC 6962, for every size', () => {
  expect(EMPTY_ROOT.toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  let tree = Frontier.EMPTY;
  for (let size = 0; size <= 130; size += 1) {
    expect(tree.size).toBe(size);
    expect(tree.root()).toEqual(naiveRoot(leavesOf(size)));
    if (size >= 2) expect(splitOf(size)).toBe(naiveSplit(size));
    tree = tree.append(leavesOf(size + 1)[size] ?? Buffer.alloc(32));
  }
});

it('goes on from what was kept of it, and refuses what cannot be one', () => {
  for (let size = 0; size <= 70; size += 1) {
    const tree = frontierOf(leavesOf(size));
    const again = Frontier.of(size, tree.bytes());
    expect(again?.root()).toEqual(tree.root());
    expect(again?.append(Buffer.alloc(32, 7)).root()).toEqual(tree.append(Buffer.alloc(32, 7)).root());
    expect(Frontier.of(size, Buffer.concat([tree.bytes(), Buffer.alloc(32)]))).toBeNull();
  }
});

it('is not changed by what is appended to it', () => {
  const tree = frontierOf(leavesOf(37));
  const before = tree.root();
  for (const leaf of leavesOf(100)) tree.append(leaf);
  expect(tree.root()).toEqual(before);
});

it('proves that each receipt is in it, for every size', async () => {
  for (let size = 1; size <= 70; size += 1) {
    const leaves = leavesOf(size);
    const root = naiveRoot(leaves);
    for (const [index, leaf] of leaves.entries()) {
      const path = await inclusionPath(index, size, rootsOf(leaves));
      expect(path).toEqual(naiveInclusion(index, leaves));
      expect(inclusionHolds(leaf, index, size, path, root)).toBe(true);
    }
  }
});

it('proves that it grew from each smaller one', async () => {
  for (let newer = 1; newer <= 70; newer += 1) {
    const leaves = leavesOf(newer);
    for (let older = 1; older <= newer; older += 1) {
      const path = await consistencyPath(older, newer, rootsOf(leaves));
      expect(path).toEqual(naiveConsistency(older, leaves));
      const [before, after] = [leaves.slice(0, older), leaves];
      expect(
        consistencyHolds(
          { size: older, root: naiveRoot(before) },
          { size: newer, root: naiveRoot(after) },
          path,
        ),
      ).toBe(true);
    }
  }
});

it('holds for random larger trees, and for nothing that was changed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 2, max: 1500 }),
      fc.nat(),
      fc.nat(),
      fc.nat(),
      async (size, at, from, flip) => {
        const leaves = leavesOf(size);
        const root = frontierOf(leaves).root();
        const index = at % size;
        const older = 1 + (from % size);
        const leaf = leaves[index] ?? Buffer.alloc(0);
        const path = await inclusionPath(index, size, rootsOf(leaves));
        expect(inclusionHolds(leaf, index, size, path, root)).toBe(true);
        expect(inclusionHolds(flipped(leaf, flip), index, size, path, root)).toBe(false);
        expect(inclusionHolds(leaf, index, size, changed(path, flip), root)).toBe(false);
        expect(inclusionHolds(leaf, index, size, path.slice(1), root)).toBe(false);
        expect(inclusionHolds(leaf, index, size, [...path, root], root)).toBe(false);
        const before = { size: older, root: frontierOf(leaves.slice(0, older)).root() };
        const proof = await consistencyPath(older, size, rootsOf(leaves));
        expect(consistencyHolds(before, { size, root }, proof)).toBe(true);
        expect(consistencyHolds(before, { size, root: flipped(root, flip) }, proof)).toBe(false);
        expect(
          consistencyHolds({ size: older, root: flipped(before.root, flip) }, { size, root }, proof),
        ).toBe(false);
        if (proof.length > 0) {
          expect(consistencyHolds(before, { size, root }, changed(proof, flip))).toBe(false);
          expect(consistencyHolds(before, { size, root }, proof.slice(1))).toBe(false);
        }
      },
    ),
    { numRuns: 40 },
  );
});

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at % copy.length] = (copy[at % copy.length] ?? 0) ^ (1 << (at % 8));
  return copy;
}

function changed(path: readonly Buffer[], at: number): Buffer[] {
  return path.map((node, index) => (index === at % path.length ? flipped(node, at) : node));
}
