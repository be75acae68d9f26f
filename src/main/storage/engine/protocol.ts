/**
 * What crosses between the engine's threads and the thread that opened the database.
 *
 * Both ends are one build, and neither listens to anyone else: messages are typed and not parsed again. Inputs of
 * commands and queries were parsed against their contracts before they got here.
 */
import type { VaultErrorData } from '../../../shared/errors.ts';
import type { Result } from '../../../shared/result.ts';
import type { TraceContext } from '../../observability/trace.ts';
import type { CopyJob, DatabaseContents, LookJob } from '../backup/copy-file.ts';
import type { Command } from '../contract.ts';
import type {
  Expectation,
  Head,
  MigrationReport,
  MigrationRequest,
  PageKeyProbe,
  UnitOfWorkContext,
} from '../interfaces.ts';
import type { Migration } from '../migration-manifest.ts';
import type { PlugInState } from '../plug-in-state.ts';
import type { DatabaseKind } from '../sqlite-errors.ts';
import type { UnitResult } from './group-commit.ts';
import type { KeyBytes } from './thread-keys.ts';

export interface OpenMessage {
  readonly type: 'open';
  readonly role: 'writer' | 'reader';
  readonly kind: DatabaseKind;
  readonly id: string;
  readonly file: string;
  readonly create: boolean;
  /** Held against their manifest by whoever opens; a reader gets none. */
  readonly migrations: readonly Migration[];
  readonly knownHead: Head | null;
  readonly actorId: string | null;
  readonly keys: KeyBytes;
  /** Modules of plug-ins, as file URLs. */
  readonly plugIns: readonly string[];
}

export interface UnitMessage {
  readonly n: number;
  readonly context: UnitOfWorkContext;
  readonly commands: readonly Command[];
  readonly expect: readonly Expectation[];
  /** Rough size, for bounding a group. */
  readonly bytes: number;
  /** The span that waits for it; empty where there is none. */
  readonly spanId: string;
}

export type ToThread =
  | OpenMessage
  | { readonly type: 'probe'; readonly file: string; readonly key: Uint8Array }
  | { readonly type: 'contents'; readonly job: CopyJob | LookJob; readonly key: Uint8Array }
  | { readonly type: 'migration'; readonly request: MigrationRequest; readonly keys: KeyBytes }
  | { readonly type: 'units'; readonly units: readonly UnitMessage[] }
  | {
      readonly type: 'query';
      readonly n: number;
      readonly name: string;
      readonly input: unknown;
      readonly trace?: TraceContext;
    }
  | { readonly type: 'head'; readonly n: number }
  | { readonly type: 'rebuild'; readonly n: number }
  | { readonly type: 'vouch'; readonly n: number }
  | { readonly type: 'checkpoint'; readonly n: number; readonly mode: 'PASSIVE' | 'TRUNCATE' }
  | { readonly type: 'upkeep'; readonly n: number; readonly commands: readonly Command[] }
  /** Gives up to `pages` empty pages back to the disk; null rewrites the whole file. */
  | { readonly type: 'vacuum'; readonly n: number; readonly pages: number | null }
  | { readonly type: 'figures'; readonly n: number }
  /** How the connection is really set up. */
  | { readonly type: 'connection'; readonly n: number }
  /** Holds one snapshot over several queries, until it is let go. Readers only. */
  | { readonly type: 'hold'; readonly n: number }
  | { readonly type: 'letGo'; readonly n: number }
  | { readonly type: 'close' };

export type FromThread =
  | { readonly type: 'opened' /** Plug-ins that were left out. */; readonly refused: readonly PlugInState[] }
  | { readonly type: 'failed'; readonly error: VaultErrorData }
  | { readonly type: 'probed'; readonly probe: PageKeyProbe }
  | { readonly type: 'contents'; readonly contents: DatabaseContents }
  | { readonly type: 'migrated'; readonly report: MigrationReport }
  | {
      readonly type: 'outcomes';
      readonly results: readonly { readonly n: number; readonly result: UnitResult }[];
      /** Size of the write-ahead log where it was looked at, else null. */
      readonly walBytes: number | null;
    }
  | { readonly type: 'answer'; readonly n: number; readonly result: Result<unknown> }
  | { readonly type: 'closed' };
