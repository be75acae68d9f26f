/** Rows of the hippocampus as both sides read them. */
import type { SealedColumns } from '../sealed-object.ts';
import type { GistSentence } from './contract.ts';
import type { Trace } from './forgetting.ts';

/** The kind of record in the seal, for all time. */
export const GIST = 'hippocampus/gist';

export interface GistWords {
  readonly sentences: readonly GistSentence[];
}

export interface GistLine extends SealedColumns {
  readonly seq: number;
  readonly id: Buffer;
  readonly month: number;
  readonly made_ms: number;
}

export interface StrengthLine {
  readonly memory: number;
  readonly recalls: number;
  readonly half_life_days: number;
  readonly last_ms: number;
  readonly fades_ms: number;
}

export function traceOf(line: StrengthLine): Trace {
  return { recalls: line.recalls, halfLifeDays: line.half_life_days, lastMs: line.last_ms };
}

/** `YYYY-MM` as the database counts months: year * 12 + month, January 0. */
export function monthNumber(month: string): number {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return year * 12 + number - 1;
}
