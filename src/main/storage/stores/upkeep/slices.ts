/**
 * Runs slices of a round for as long as it may, part after part.
 *
 * Invariant: what is read comes from the disk: each run opens a connection of its own, whose cache is empty, and which
 * leaves the reader's cache as it is. A store's own check runs on the reader's connection: it is about records, not pages.
 */
import { VaultError } from '../../../../shared/errors.ts';
import { derivedStoreOf, type FilePart, filePartsOf } from '../../health-parts.ts';
import { indexStep, isDamage, type SliceStep, structureStep, TableSlices } from '../../health-slices.ts';
import type { ReadableConnection } from '../../sqlite.ts';
import { CHECK_ROWS, type StoreCheck, type StoreFinding, type StoreReader } from '../base-store.ts';
import {
  type FinishedPart,
  FRESH_SLICE,
  type Notice,
  type SliceReport,
  type SliceState,
} from './contract.ts';

export interface SliceRequest {
  readonly part: string | null;
  readonly state: SliceState;
  readonly budgetMs: number;
  readonly deep: boolean;
}

export class SliceRun {
  readonly #connection: ReadableConnection;
  readonly #stores: ReadonlyMap<string, StoreReader>;
  readonly #tables = new Map<string, TableSlices>();

  /** @param connection freshly opened */
  constructor(connection: ReadableConnection, stores: ReadonlyMap<string, StoreReader>) {
    this.#connection = connection;
    this.#stores = stores;
  }

  run({ part, state, budgetMs, deep }: SliceRequest): SliceReport {
    const ends = performance.now() + budgetMs;
    const parts = filePartsOf(this.#connection, [...this.#stores.keys()], deep);
    // A part that is gone (a migration took it away) gives way to the one that would follow it.
    let at = part === null ? 0 : parts.findIndex(({ key }) => key >= part);
    if (at < 0) at = parts.length;
    let now = parts[at]?.key === part ? state : FRESH_SLICE;
    const finished: FinishedPart[] = [];
    do {
      const current = parts[at];
      if (current === undefined) break;
      const { state: next, done } = this.#step(current, now);
      now = next;
      if (!done) continue;
      finished.push({ part: current.key, bytes: next.bytes, notices: noticesOf(current, next) });
      now = FRESH_SLICE;
      at += 1;
    } while (performance.now() < ends);
    return { part: parts[at]?.key ?? null, state: now, finished, done: at, total: parts.length };
  }

  #step(part: FilePart, state: SliceState): SliceStep {
    switch (part.type) {
      case 'schema':
        return structureStep(this.#connection, 'sqlite_schema', state);
      case 'structure':
        return structureStep(this.#connection, part.name, state);
      case 'index':
        return indexStep(this.#connection, part.name, part.table, state);
      case 'store':
        return this.#storeStep(part.name, state);
      case 'table':
        return this.#table(part.name).step(state);
    }
  }

  #table(name: string): TableSlices {
    let slices = this.#tables.get(name);
    if (slices === undefined) {
      slices = new TableSlices(this.#connection, name);
      this.#tables.set(name, slices);
    }
    return slices;
  }

  /** Null where it cannot be looked at: a page is damaged, which the part of its table says. */
  #checked(name: string, from: number): StoreCheck | null {
    try {
      return this.#stores.get(name)?.check(from, CHECK_ROWS) ?? null;
    } catch (error) {
      if (isDamage(error)) return null;
      if (error instanceof VaultError && error.code === 'SEAL_BROKEN') return STOPPED;
      throw error;
    }
  }

  #storeStep(name: string, state: SliceState): SliceStep {
    const check = this.#checked(name, Math.max(0, state.cursor));
    if (check === null) return { state, done: true };
    return {
      state: {
        ...state,
        cursor: check.next ?? state.cursor,
        notes: withFindings(state.notes, check.findings),
      },
      done: check.next === null,
    };
  }
}

/** For a check that met something it could not open. */
const STOPPED: StoreCheck = {
  findings: [
    {
      code: 'check-stopped',
      severity: 'damage',
      count: 1,
      what: 'The check of a store met a record that does not open.',
      todo: 'Bring the space back from a backup.',
      rebuildHelps: false,
    },
  ],
  next: null,
};

function withFindings(notes: SliceState['notes'], findings: readonly StoreFinding[]): SliceState['notes'] {
  const byCode = new Map(notes.map((note) => [note.check, note]));
  for (const { code, severity, count, rebuildHelps } of findings) {
    const known = byCode.get(code);
    byCode.set(code, { check: code, severity, count: (known?.count ?? 0) + count, rebuildHelps });
  }
  return [...byCode.values()].slice(0, 100);
}

function noticesOf(part: FilePart, { unreadable, broken, notes }: SliceState): Notice[] {
  const notices: Notice[] = [];
  const table = part.type === 'schema' ? 'sqlite_schema' : part.type === 'store' ? part.name : part.table;
  if (unreadable > 0) {
    const derived = derivedStoreOf(table);
    const mendable = derived !== null || part.type === 'index';
    notices.push({
      code: mendable ? 'index-damaged' : 'page-damaged',
      severity: 'damage',
      check: part.type,
      params: { table, count: unreadable, ...(derived === null ? {} : { store: derived }) },
    });
  }
  if (broken > 0) {
    notices.push({
      code: 'reference-broken',
      severity: 'warning',
      check: 'reference',
      params: { table, count: broken },
    });
  }
  for (const { check, severity, count, rebuildHelps } of notes) {
    const code = rebuildHelps
      ? 'derived-out-of-step'
      : severity === 'note'
        ? 'store-note'
        : part.key === 'store/receipts'
          ? 'receipts-broken'
          : 'store-inconsistent';
    notices.push({ code, severity, check, params: { store: table, check, count } });
  }
  return notices;
}
