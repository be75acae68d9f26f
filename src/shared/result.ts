/**
 * Tagged results: how an outcome crosses a process or thread boundary.
 *
 * Invariant: nothing is ever thrown across a boundary; Electron and worker_threads both flatten errors and
 * lose their code. Inside one process functions throw `VaultError` as usual.
 */
import type { VaultErrorData } from './errors.ts';

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: VaultErrorData };
