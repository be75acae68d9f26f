/** Everything people do with memories, put together. Reads like a table of contents. */
import type { ImportProgress } from '../../shared/contracts/imports.ts';
import { Capture } from './capture.ts';
import { Deletion } from './deletion.ts';
import { Drafts } from './drafts.ts';
import { Imports } from './import/imports.ts';
import { Listeners, type MemoryPorts } from './ports.ts';
import { Receipts } from './receipts.ts';
import { Search } from './search.ts';
import { Timeline } from './timeline.ts';
import { Tombstones } from './tombstones.ts';

export interface MemoryServices {
  readonly capture: Capture;
  readonly timeline: Timeline;
  readonly deletion: Deletion;
  readonly search: Search;
  readonly drafts: Drafts;
  readonly receipts: Receipts;
  readonly tombstones: Tombstones;
  readonly imports: Imports;
  /** Lists of this space are to be asked for again. Returns the function that stops listening. */
  onChanged(listener: (change: { spaceId: string }) => void): () => void;
  /** At most ten times a second while an import runs, and once when it ends. */
  onImportProgress(listener: (progress: ImportProgress) => void): () => void;
}

export function createMemoryServices(ports: MemoryPorts): MemoryServices {
  const changed = new Listeners<{ spaceId: string }>();
  const progress = new Listeners<ImportProgress>();
  const deletion = new Deletion(ports, changed);
  return {
    capture: new Capture(ports, changed, deletion),
    timeline: new Timeline(ports, deletion),
    deletion,
    search: new Search(ports, deletion),
    drafts: new Drafts(ports),
    receipts: new Receipts(ports),
    tombstones: new Tombstones(ports),
    imports: new Imports(ports, progress, changed),
    onChanged: (listener) => changed.add(listener),
    onImportProgress: (listener) => progress.add(listener),
  };
}
