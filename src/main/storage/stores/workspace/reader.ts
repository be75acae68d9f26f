/** workspace, the reading side: drafts, pins, what is in focus, and what is most present. */
import type { ThreadKeys } from '../../engine/thread-keys.ts';
import type { ReadableConnection } from '../../sqlite.ts';
import { BaseReader, type QueryHandlers, type StoreCheck } from '../base-store.ts';
import { bandOf, idBytes, idText } from '../record-ids.ts';
import { workspaceContract } from './contract.ts';
import { salienceAt } from './salience.ts';
import { DRAFT } from './writer.ts';

type Contract = typeof workspaceContract;

interface DraftLine {
  readonly id: Buffer;
  readonly base_version: number | null;
  readonly band: number;
  readonly epoch: number;
  readonly saved_ms: number;
  readonly wrapped: Buffer;
  readonly sealed: Buffer;
}

export class WorkspaceReader extends BaseReader<Contract> {
  readonly contract: Contract = workspaceContract;
  readonly #connection: ReadableConnection;
  readonly #keys: ThreadKeys;

  constructor(connection: ReadableConnection, keys: ThreadKeys) {
    super();
    this.#connection = connection;
    this.#keys = keys;
  }

  protected readonly handlers: QueryHandlers<Contract> = {
    drafts: () =>
      this.#connection
        .read<DraftLine>(
          'SELECT id, base_version, band, epoch, saved_ms, wrapped, sealed FROM draft ORDER BY saved_ms DESC',
        )
        .all()
        .map((line) => {
          const band = bandOf(line.band);
          const id = idText(line.id);
          return {
            id,
            baseVersion: line.base_version,
            band,
            content: this.#keys.open(this.#keys.place(DRAFT, id, 0, band), band, line).toString('utf8'),
            savedMs: line.saved_ms,
          };
        }),

    pins: ({ personId }) =>
      this.#connection
        .read<{ id: Buffer; band: number; pinned_ms: number }>(
          `SELECT m.id, m.band, p.pinned_ms FROM pin AS p JOIN memory AS m ON m.seq = p.memory
           WHERE p.person = ? ORDER BY p.pinned_ms DESC, p.memory DESC`,
        )
        .all(idBytes(personId))
        .filter(({ band }) => this.#keys.holds(bandOf(band)))
        .map((line) => ({ id: idText(line.id), pinnedMs: line.pinned_ms })),

    focus: ({ deviceId }) => {
      const line = this.#connection
        .read<{ id: Buffer; band: number; since_ms: number }>(
          `SELECT m.id, m.band, f.since_ms FROM focus AS f JOIN memory AS m ON m.seq = f.memory
           WHERE f.device = ?`,
        )
        .get(idBytes(deviceId));
      if (line === undefined || !this.#keys.holds(bandOf(line.band))) return null;
      return { id: idText(line.id), sinceMs: line.since_ms };
    },

    salient: ({ personId, atMs, limit }) =>
      this.#connection
        .read<{ id: Buffer; band: number; rank: number; opened: number; last_ms: number }>(
          `SELECT m.id, m.band, s.rank, s.opened, s.last_ms FROM salience AS s JOIN memory AS m ON m.seq = s.memory
           WHERE s.person = ? ORDER BY s.rank DESC, s.memory DESC LIMIT ?`,
        )
        .all(idBytes(personId), limit)
        .filter(({ band }) => this.#keys.holds(bandOf(band)))
        .map((line) => ({
          id: idText(line.id),
          salience: salienceAt(line.rank, atMs),
          opened: line.opened,
          lastMs: line.last_ms,
        })),
  };

  /** A BLACK memory must not be named here. */
  override check(): StoreCheck {
    const named = this.#connection
      .read<{ n: number }>(
        `SELECT count(*) AS n FROM memory WHERE band = 3 AND seq IN
           (SELECT memory FROM pin UNION SELECT memory FROM salience UNION SELECT memory FROM focus)`,
      )
      .get()?.n;
    if (named === undefined || named === 0) return { findings: [], next: null };
    return {
      findings: [
        {
          code: 'black-named',
          severity: 'warning',
          count: named,
          what: 'BLACK memories are pinned or noted as opened, which must not be.',
          todo: 'Save these memories once more: they are then named nowhere.',
          rebuildHelps: false,
        },
      ],
      next: null,
    };
  }
}
