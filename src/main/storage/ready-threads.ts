/**
 * Engine threads started ahead of their use: starting one costs a fifth of a second of a processor, and who unlocks a
 * vault would wait for four of them.
 *
 * Invariants: a thread that waits here holds no key, no file and nothing of anybody's; it keeps no process alive; one that
 * dies here is forgotten, and a thread is then started as if nothing had been ready.
 */
import { Worker } from 'node:worker_threads';
import type { EngineRuntime } from './interfaces.ts';

/** After one was taken the next is started when the opening that took it is through. */
const REFILL_MS = 2_000;

interface Shelf {
  wanted: number;
  readonly ready: Worker[];
  refilling: NodeJS.Timeout | null;
}

/** By the entry module of the thread. */
const shelves = new Map<string, Shelf>();

function startWorker(entry: URL, name: string): Worker {
  return new Worker(entry, { name, execArgv: [] });
}

function fill(entry: URL, shelf: Shelf): void {
  while (shelf.ready.length < shelf.wanted) {
    const worker = startWorker(entry, 'engine');
    worker.unref();
    const forget = (): void => {
      const at = shelf.ready.indexOf(worker);
      if (at >= 0) shelf.ready.splice(at, 1);
    };
    worker.on('error', forget);
    worker.on('exit', forget);
    shelf.ready.push(worker);
  }
}

/** Keeps so many threads ready from now on; 0 ends those that are. */
export function keepThreadsReady({ engineThread }: EngineRuntime, wanted: number): void {
  const shelf = shelves.get(engineThread.href) ?? { wanted, ready: [], refilling: null };
  shelves.set(engineThread.href, shelf);
  shelf.wanted = wanted;
  for (const worker of shelf.ready.splice(wanted)) void worker.terminate();
  fill(engineThread, shelf);
}

/** How many are ready. */
export function readyThreads({ engineThread }: EngineRuntime): number {
  return shelves.get(engineThread.href)?.ready.length ?? 0;
}

/** A thread that is ready, or else a new one. */
export function takeThread({ engineThread }: EngineRuntime, name: string): Worker {
  const shelf = shelves.get(engineThread.href);
  const worker = shelf?.ready.shift();
  if (shelf === undefined || worker === undefined) return startWorker(engineThread, name);
  worker.removeAllListeners('error');
  worker.removeAllListeners('exit');
  worker.ref();
  shelf.refilling ??= setTimeout(() => {
    shelf.refilling = null;
    fill(engineThread, shelf);
  }, REFILL_MS).unref();
  return worker;
}
