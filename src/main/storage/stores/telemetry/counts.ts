/** A histogram's counters as bytes: pairs of index and count, each an unsigned 32-bit number, little-endian. */

export type Counts = readonly (readonly [index: number, count: number])[];

export function countsBytes(counts: Counts): Buffer {
  const bytes = Buffer.alloc(counts.length * 8);
  for (const [at, [index, count]] of counts.entries()) {
    bytes.writeUInt32LE(index, at * 8);
    bytes.writeUInt32LE(count, at * 8 + 4);
  }
  return bytes;
}

export function countsOf(bytes: Buffer): [number, number][] {
  return Array.from({ length: Math.floor(bytes.byteLength / 8) }, (_, at) => [
    bytes.readUInt32LE(at * 8),
    bytes.readUInt32LE(at * 8 + 4),
  ]);
}

/** The counters of both, in the order of their indexes. */
export function added(a: Counts, b: Counts): [number, number][] {
  const sums = new Map(a.map(([index, count]) => [index, count]));
  for (const [index, count] of b) {
    sums.set(index, Math.min(0xffff_ffff, (sums.get(index) ?? 0) + count));
  }
  return [...sums].sort(([x], [y]) => x - y);
}
