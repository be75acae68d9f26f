/**
 * Keeps a database's writer alive: a thread that dies is started again in place, with the keys that the database holds,
 * so that nobody has to unlock the vault for it.
 *
 * Invariants: there is one writer at a time, and the next begins after the last has ended; a database that keeps killing
 * its writer is given up after a few times, and then its owner is told.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { VaultError } from '../../shared/errors.ts';
import { RETRY_ATTEMPTS, retryDelayMs } from './engine/retry.ts';
import type { EngineClient } from './engine-client.ts';

/** So many deaths within so long are no accident. */
const DEATHS = 3;
const WITHIN_MS = 60_000;

export interface WriterThreadPorts {
  /** Opens the next writer. */
  readonly start: () => Promise<EngineClient>;
  readonly started: (client: EngineClient) => void;
  /** The thread died; the next is being started. */
  readonly died: (error: VaultError) => void;
  /** There will be no next. */
  readonly lost: (error: VaultError) => void;
}

export class WriterThreadKeeper {
  readonly #ports: WriterThreadPorts;
  #client: EngineClient | null = null;
  #starting: Promise<void> | null = null;
  #deaths: number[] = [];
  #closing = false;

  constructor(ports: WriterThreadPorts) {
    this.#ports = ports;
  }

  /** The thread that is or was last. */
  get client(): EngineClient {
    if (this.#client === null) throw new TypeError('There is no writer yet.');
    return this.#client;
  }

  attach(client: EngineClient): void {
    this.#client = client;
    client.onDied = (error) => this.#onDied(error);
    this.#ports.started(client);
  }

  #onDied(error: VaultError): void {
    this.#ports.died(error);
    const now = performance.now();
    this.#deaths = [...this.#deaths.filter((at) => at > now - WITHIN_MS), now];
    if (this.#closing || this.#deaths.length > DEATHS) this.#ports.lost(error);
    else this.#starting = this.#startAgain(error);
  }

  async #startAgain(error: VaultError): Promise<void> {
    for (let attempt = 1; attempt <= RETRY_ATTEMPTS; attempt += 1) {
      await pause(retryDelayMs(attempt));
      try {
        const client = await this.#ports.start();
        this.#starting = null;
        this.attach(client);
        return;
      } catch (fault) {
        // Damage, or a file that is gone: another try finds the same.
        if (!(fault instanceof VaultError) || !fault.retryable) break;
      }
    }
    this.#starting = null;
    this.#ports.lost(error);
  }

  /** Resolves when a start that is under way has come to its end. */
  async settled(): Promise<void> {
    this.#closing = true;
    await this.#starting;
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#client?.close();
  }
}
