/**
 * How things are measured here: side by side in one run, in turns, quoted as ratios. Absolute times on a shared
 * machine mean little; a bare fsync is printed beside them, so that a slow disk is seen for what it is.
 */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';

export interface Summary {
  readonly n: number;
  /** Microseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export class Samples {
  readonly #microseconds: number[] = [];

  add(milliseconds: number): void {
    this.#microseconds.push(milliseconds * 1000);
  }

  /** Takes over another's samples. */
  merge(other: Samples): void {
    for (const each of other.#microseconds) this.#microseconds.push(each);
  }

  summary(): Summary {
    const sorted = this.#microseconds.toSorted((a, b) => a - b);
    const at = (share: number) => Math.round(sorted[Math.floor(sorted.length * share)] ?? 0);
    return { n: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
  }
}

/** Times one piece of work, synchronous or not. */
export async function timed(samples: Samples, work: () => unknown): Promise<void> {
  const start = performance.now();
  const result = work();
  if (result instanceof Promise) await result;
  samples.add(performance.now() - start);
}

/** Writes 4 KB and syncs it, as the floor under every durable change. */
export function fsyncProbe(file: string): { sync(): void; close(): void } {
  const descriptor = openSync(file, 'w');
  const page = Buffer.alloc(4096, 1);
  return {
    sync() {
      writeSync(descriptor, page);
      fsyncSync(descriptor);
    },
    close: () => closeSync(descriptor),
  };
}

export const ratio = (a: number, b: number): number => Math.round((a / b) * 1000) / 1000;

/** A small, seeded generator: the same run gives the same text (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const SYLLABLES = 'ba be di do fa ga ho ki la le ma mi na no pe ra ri sa se ta te to va wi ze'.split(' ');

/** Sentences of about `length` characters from a vocabulary of some thousand words, frequent ones far more often. */
export function proseWriter(random: () => number): (length: number) => string {
  const vocabulary = Array.from({ length: 8000 }, () =>
    Array.from(
      { length: 1 + Math.floor(random() * 3) },
      () => SYLLABLES[Math.floor(random() * SYLLABLES.length)],
    ).join(''),
  );
  return (length) => {
    let text = '';
    while (text.length < length) text += `${vocabulary[Math.floor(random() ** 3 * vocabulary.length)]} `;
    return text.slice(0, length).trimEnd();
  };
}
