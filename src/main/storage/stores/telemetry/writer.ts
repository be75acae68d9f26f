/** telemetry, the writing side: adds to the buckets of a minute, an hour and a day, and drops what is too old. */
import type { WritableConnection } from '../../sqlite.ts';
import { BaseWriter, type CommandHandlers, digestOf } from '../base-store.ts';
import { idBytes } from '../record-ids.ts';
import { RESOLUTIONS, type Resolution, type TelemetryFigure, telemetryContract } from './contract.ts';
import { added, countsBytes, countsOf } from './counts.ts';

type Contract = typeof telemetryContract;

const DAY_S = 86_400;
/** How long buckets are kept, in seconds: minutes two days, the others 30 days and the one they began in. */
const KEPT_S: Readonly<Record<Resolution, number>> = { 60: 2 * DAY_S, 3600: 31 * DAY_S, 86400: 31 * DAY_S };

export class TelemetryWriter extends BaseWriter<Contract> {
  readonly contract: Contract = telemetryContract;
  readonly #connection: WritableConnection;

  constructor(connection: WritableConnection) {
    super();
    this.#connection = connection;
  }

  protected readonly handlers: CommandHandlers<Contract> = {
    record: ({ atS, figures }) => {
      for (const resolution of RESOLUTIONS) {
        const startS = Math.floor(atS / resolution) * resolution;
        for (const figure of figures) this.#add(resolution, startS, figure);
        this.#connection
          .write('DELETE FROM telemetry WHERE resolution = ? AND start_s < ?')
          .run(resolution, startS - KEPT_S[resolution]);
      }
      return digestOf('record');
    },
  };

  #add(
    resolution: Resolution,
    startS: number,
    { spaceId, figure, label, count, sum, counts }: TelemetryFigure,
  ): void {
    const place = [resolution, startS, spaceId === null ? Buffer.alloc(0) : idBytes(spaceId), figure, label];
    const held = this.#connection
      .read<{ count: number; sum: number; counts: Buffer }>(
        `SELECT count, sum, counts FROM telemetry
         WHERE resolution = ? AND start_s = ? AND space = ? AND figure = ? AND label = ?`,
      )
      .get(...place);
    this.#connection
      .write(
        `INSERT OR REPLACE INTO telemetry (resolution, start_s, space, figure, label, count, sum, counts)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        ...place,
        (held?.count ?? 0) + count,
        (held?.sum ?? 0) + sum,
        countsBytes(added(held === undefined ? [] : countsOf(held.counts), counts)),
      );
  }
}
