/** Everything people do with memories, put together. Reads like a table of contents. */
import type { ImportProgress } from '../../shared/contracts/imports.ts';
import type { ReceiptCheck } from '../../shared/contracts/receipts.ts';
import { Answers } from './answers.ts';
import { Attention } from './attention.ts';
import { Capture } from './capture.ts';
import { Compression } from './compression.ts';
import { Consolidation } from './consolidation.ts';
import { Deletion } from './deletion.ts';
import { Drafts } from './drafts.ts';
import { Goals } from './goals.ts';
import { GraphFiles } from './graph/graph-files.ts';
import { People } from './graph/people.ts';
import { Imports } from './import/imports.ts';
import { Moods } from './moods.ts';
import { Listeners, type MemoryPorts } from './ports.ts';
import { Receipts } from './receipts.ts';
import { Rediscovery } from './rediscovery.ts';
import { Reminders } from './reminders.ts';
import { Scenarios } from './scenarios.ts';
import { Search } from './search.ts';
import { Timeline } from './timeline.ts';
import { Tombstones } from './tombstones.ts';
import { Transfer } from './transfer.ts';

export interface MemoryServices {
  readonly capture: Capture;
  readonly timeline: Timeline;
  readonly deletion: Deletion;
  readonly search: Search;
  readonly attention: Attention;
  readonly answers: Answers;
  readonly drafts: Drafts;
  readonly receipts: Receipts;
  readonly compression: Compression;
  readonly tombstones: Tombstones;
  readonly transfer: Transfer;
  readonly imports: Imports;
  readonly reminders: Reminders;
  readonly goals: Goals;
  readonly moods: Moods;
  readonly scenarios: Scenarios;
  readonly people: People;
  readonly graph: GraphFiles;
  readonly rediscovery: Rediscovery;
  readonly consolidation: Consolidation;
  /** Lists of this space are to be asked for again. Returns the function that stops listening. */
  onChanged(listener: (change: { spaceId: string }) => void): () => void;
  /** Reminders, goals, moods or scenarios of this space are to be asked for again. */
  onPlanningChanged(listener: (change: { spaceId: string }) => void): () => void;
  /** At most ten times a second while an import runs, and once when it ends. */
  onImportProgress(listener: (progress: ImportProgress) => void): () => void;
  /** At most ten times a second while receipts are checked, and once at the end. */
  onReceiptCheck(listener: (check: ReceiptCheck) => void): () => void;
}

export function createMemoryServices(ports: MemoryPorts): MemoryServices {
  const changed = new Listeners<{ spaceId: string }>();
  const planning = new Listeners<{ spaceId: string }>();
  const progress = new Listeners<ImportProgress>();
  const checking = new Listeners<ReceiptCheck>();
  const deletion = new Deletion(ports, changed);
  const consolidation = new Consolidation(ports, changed);
  return {
    capture: new Capture(ports, changed, deletion),
    timeline: new Timeline(ports, deletion, consolidation),
    deletion,
    search: new Search(ports, deletion),
    attention: new Attention(ports, changed, deletion),
    answers: new Answers(ports),
    drafts: new Drafts(ports),
    receipts: new Receipts(ports, checking),
    compression: new Compression(ports),
    tombstones: new Tombstones(ports),
    transfer: new Transfer(ports, changed, deletion),
    imports: new Imports(ports, progress, changed),
    reminders: new Reminders(ports, planning),
    goals: new Goals(ports, planning),
    moods: new Moods(ports, planning),
    scenarios: new Scenarios(ports, planning),
    people: new People(ports, changed),
    graph: new GraphFiles(ports, changed),
    rediscovery: new Rediscovery(ports, deletion, consolidation),
    consolidation,
    onChanged: (listener) => changed.add(listener),
    onPlanningChanged: (listener) => planning.add(listener),
    onImportProgress: (listener) => progress.add(listener),
    onReceiptCheck: (listener) => checking.add(listener),
  };
}
