/** telemetry, the reading side. */
import type { ReadableConnection } from '../../sqlite.ts';
import { BaseReader, type QueryHandlers } from '../base-store.ts';
import { idBytes, idText } from '../record-ids.ts';
import { type TelemetryLine, telemetryContract } from './contract.ts';
import { countsOf } from './counts.ts';

type Contract = typeof telemetryContract;

interface Line {
  readonly start_s: number;
  readonly space: Buffer;
  readonly figure: string;
  readonly label: string;
  readonly count: number;
  readonly sum: number;
  readonly counts: Buffer;
}

export class TelemetryReader extends BaseReader<Contract> {
  readonly contract: Contract = telemetryContract;
  readonly #connection: ReadableConnection;

  constructor(connection: ReadableConnection) {
    super();
    this.#connection = connection;
  }

  protected readonly handlers: QueryHandlers<Contract> = {
    series: ({ resolution, fromS, toS, figure, spaceId }) =>
      this.#connection
        .read<Line>(
          `SELECT start_s, space, figure, label, count, sum, counts FROM telemetry
           WHERE resolution = ? AND start_s >= ? AND start_s < ? AND figure = ? AND space = coalesce(?, space)
           ORDER BY start_s, label, space`,
        )
        .all(resolution, fromS, toS, figure, spaceBytes(spaceId))
        .map(
          (line): TelemetryLine => ({
            startS: line.start_s,
            spaceId: line.space.byteLength === 0 ? null : idText(line.space),
            figure: line.figure,
            label: line.label,
            count: line.count,
            sum: line.sum,
            counts: countsOf(line.counts),
          }),
        ),

    totals: ({ fromS }) =>
      this.#connection
        .read<{ figure: string; label: string; count: number }>(
          `SELECT figure, label, sum(count) AS count FROM telemetry
           WHERE resolution = 86400 AND start_s >= ? AND length(counts) = 0 GROUP BY figure, label`,
        )
        .all(fromS),
  };
}

/** Null where every space is asked for. */
function spaceBytes(spaceId: string | null | undefined): Buffer | null {
  if (spaceId === undefined) return null;
  return spaceId === null ? Buffer.alloc(0) : idBytes(spaceId);
}
