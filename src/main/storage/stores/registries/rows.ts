/** The rows of tools and what they may do. Shared by both sides of the store. */
import type { ReadableConnection } from '../../sqlite.ts';
import { bandOf, idBytes } from '../record-ids.ts';
import type { ToolRow, ToolType } from './contract.ts';

export interface ToolLine {
  readonly id: Buffer;
  readonly type: ToolType;
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly clearance: number;
  readonly enabled: number;
  readonly changed_ms: number;
  readonly sealed_secret: Buffer | null;
}

/** Null where there is none. */
export function toolLine(connection: ReadableConnection, id: string): ToolLine | null {
  return connection.read<ToolLine>('SELECT * FROM tool WHERE id = ?').get(idBytes(id)) ?? null;
}

/** In order. */
export function capabilitiesOf(connection: ReadableConnection, id: Buffer): string[] {
  return connection
    .read<{ capability: string }>('SELECT capability FROM tool_capability WHERE tool = ? ORDER BY capability')
    .all(id)
    .map(({ capability }) => capability);
}

export function clearanceOf(rank: number): ToolRow['clearance'] {
  const band = bandOf(rank);
  if (band === 'BLACK') throw new RangeError('No tool is cleared for BLACK.');
  return band;
}
