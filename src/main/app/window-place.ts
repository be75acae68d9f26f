/**
 * Where the window stood when it was last closed.
 *
 * Invariant: losing the file costs a resize and nothing else; so a file that cannot be understood or written is
 * recorded and the default used.
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { writeDurably } from '../vault/durable-files.ts';
import type { FaultLog } from './fault-log.ts';

const windowPlaceSchema = z.object({
  x: z.int().optional(),
  y: z.int().optional(),
  width: z.int().positive(),
  height: z.int().positive(),
  maximized: z.boolean(),
});
/** In the screen's own coordinates; without x and y in the middle. */
export type WindowPlace = z.infer<typeof windowPlaceSchema>;

export interface WindowPlaceMemory {
  read(): WindowPlace | null;
  remember(place: WindowPlace): void;
  /** Resolves when the last place is on the disk, or could not be written. */
  settled(): Promise<void>;
}

/** @param file JSON, in the app's own data folder */
export function rememberWindowPlace(file: string, log: FaultLog): WindowPlaceMemory {
  let writing = Promise.resolve();
  return {
    read() {
      if (!existsSync(file)) return null;
      try {
        return windowPlaceSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
      } catch (error) {
        log.record('window place', error);
        return null;
      }
    },
    remember(place) {
      writing = writing
        .then(() => mkdir(dirname(file), { recursive: true }))
        .then(() => writeDurably(file, JSON.stringify(place)))
        .catch((error) => log.record('window place', error));
    },
    settled: () => writing,
  };
}
