/**
 * What a database's own notes and figures come to: findings with what they mean and what to do about each.
 *
 * Pure: the same input gives the same findings. Invariant: a sentence names tables, stores, settings and numbers, never
 * content; every code is explained in docs/health.md.
 */
import type {
  Finding,
  FindingAction,
  FindingCode,
  HealthStatus,
  Integrity,
} from '../../shared/contracts/health.ts';
import type { LogState } from '../storage/checkpoint.ts';
import type { FileFacts, Notice, UpkeepState } from '../storage/stores/upkeep/contract.ts';

/** Bytes of the write-ahead log from which a finding says so. */
const LOG_LARGE_BYTES = 64 * 1024 * 1024;
const LOG_HELD_UP_MS = 60_000;
/** Free pages are worth a word from this share of the file and this many bytes on. */
const FREE_SHARE = 0.2;
const FREE_BYTES = 8 * 1024 * 1024;
/** Less than this free on the disk: a finding. */
export const DISK_LOW_BYTES = 512 * 1024 * 1024;
/** Clocks of two machines may differ by so much. */
const CLOCK_SLACK_MS = 5 * 60_000;
const OVERDUE_DAYS = 30;
const DAY_MS = 86_400_000;

type Params = Finding['params'];

const mb = (bytes: unknown): string => `${Math.round(Number(bytes) / 1_000_000)} MB`;

interface Words {
  readonly what: (params: Params) => string;
  readonly todo: string;
  readonly action: FindingAction | null;
}

const WORDS: Readonly<Record<FindingCode, Words>> = {
  'page-damaged': {
    what: ({ table, count }) => `Parts of the table ${table} cannot be read: ${count} rows or more.`,
    todo: 'Make a copy of the vault folder as it is, then bring the space back from a backup.',
    action: 'backup',
  },
  'index-damaged': {
    what: ({ table }) => `An index of the table ${table} cannot be read. The records themselves are whole.`,
    todo: 'Build the search index anew. If that fails, bring the space back from a backup.',
    action: 'rebuild',
  },
  'not-openable': {
    what: ({ code }) => `It cannot be opened: ${code}.`,
    todo: 'Look at the space’s own message. Other spaces go on working.',
    action: null,
  },
  'reference-broken': {
    what: ({ table, count }) => `${count} rows of ${table} refer to something that is not there.`,
    todo: 'Nothing is lost that can be seen. Make a backup and check again.',
    action: 'check',
  },
  'store-inconsistent': {
    what: ({ store, check, count }) =>
      `The store ${store} found ${count} records that contradict others (${check}).`,
    todo: 'Check again; if it stays, bring the space back from a backup.',
    action: 'check',
  },
  'derived-out-of-step': {
    what: ({ store, count }) => `The index ${store} and the records are out of step (${count}).`,
    todo: 'Build the index anew.',
    action: 'rebuild',
  },
  'store-note': {
    what: ({ store, check, count }) => `The store ${store} notes: ${check} (${count}).`,
    todo: 'Nothing has to be done.',
    action: null,
  },
  'receipts-broken': {
    what: ({ count }) => `${count} receipts were changed, are missing or are not signed.`,
    todo: 'Verify the receipts, keep a copy of the folder, and compare with a backup.',
    action: 'backup',
  },
  'free-pages': {
    what: ({ bytes }) => `${mb(bytes)} of the file hold nothing.`,
    todo: 'Vacuum, to give the room back to the disk.',
    action: 'vacuum',
  },
  'log-large': {
    what: ({ bytes }) => `The write-ahead log has grown to ${mb(bytes)}.`,
    todo: 'It is emptied by itself when there is less to do.',
    action: null,
  },
  'log-grows': {
    what: ({ seconds }) =>
      `The write-ahead log cannot be emptied: something has been reading for ${seconds} s.`,
    todo: 'Wait until an export or a backup has ended. If it stays, lock and unlock the vault.',
    action: null,
  },
  'disk-low': {
    what: ({ bytes }) => `The disk has ${mb(bytes)} left.`,
    todo: 'Make room. Nothing is lost, but new memories may soon not fit.',
    action: 'vacuum',
  },
  'clock-behind': {
    what: ({ seconds }) => `The newest change lies ${seconds} s in the future of this machine’s clock.`,
    todo: 'Set the clock right.',
    action: null,
  },
  'clock-went-back': {
    what: ({ seconds }) => `This machine’s clock went back by ${seconds} s.`,
    todo: 'Set the clock right. Receipts keep their order whatever it says.',
    action: null,
  },
  'setting-differs': {
    what: ({ pragma, wanted, effective }) => `The setting ${pragma} is ${effective} and should be ${wanted}.`,
    todo: 'Lock the vault and unlock it again. If it stays, install the app again.',
    action: null,
  },
  'check-overdue': {
    what: ({ days }) =>
      days === undefined
        ? 'The whole file has not been checked yet.'
        : `The whole file was last checked ${days} days ago.`,
    todo: 'Leave the app open for a while, or check now.',
    action: 'check',
  },
  repaired: {
    what: ({ store }) => `The index ${store} was broken and was built anew. Nothing was lost.`,
    todo: 'Nothing has to be done.',
    action: null,
  },
  'check-failed': {
    what: ({ code }) => `The last check could not end: ${code}.`,
    todo: 'Check again.',
    action: 'check',
  },
};

export function finding(
  code: FindingCode,
  severity: Finding['severity'],
  params: Params,
  spaceId: string | null,
  atMs: number,
  action: FindingAction | null = WORDS[code].action,
): Finding {
  return {
    code,
    severity,
    what: WORDS[code].what(params),
    todo: WORDS[code].todo,
    params,
    spaceId,
    at: new Date(atMs).toISOString(),
    action,
  };
}

export interface DatabaseFacts {
  readonly spaceId: string | null;
  readonly state: UpkeepState;
  readonly facts: FileFacts;
  readonly log: LogState;
  readonly settings: readonly { name: string; wanted: string; effective: string; asWanted: boolean }[];
  readonly nowMs: number;
}

export function findingsOf({ spaceId, state, facts, log, settings, nowMs }: DatabaseFacts): Finding[] {
  const found: Finding[] = state.notices.map((notice) => noticed(notice, spaceId));
  const say = (code: FindingCode, severity: Finding['severity'], params: Params): void => {
    found.push(finding(code, severity, params, spaceId, nowMs));
  };
  const freeBytes = facts.freePages * facts.pageBytes;
  if (freeBytes >= FREE_BYTES && facts.freePages >= facts.pages * FREE_SHARE) {
    say('free-pages', 'note', {
      bytes: freeBytes,
      share: Math.round((facts.freePages / facts.pages) * 100) / 100,
    });
  }
  const heldUpMs = log.heldUpSinceMs === null ? 0 : nowMs - log.heldUpSinceMs;
  if (heldUpMs >= LOG_HELD_UP_MS) {
    say('log-grows', 'warning', { bytes: log.bytes, seconds: Math.round(heldUpMs / 1000) });
  } else if (log.bytes >= LOG_LARGE_BYTES) say('log-large', 'note', { bytes: log.bytes });
  const ahead = facts.newestReceiptMs === null ? 0 : facts.newestReceiptMs - nowMs;
  if (ahead > CLOCK_SLACK_MS) say('clock-behind', 'warning', { seconds: Math.round(ahead / 1000) });
  for (const { name, wanted, effective, asWanted } of settings) {
    if (!asWanted) say('setting-differs', 'warning', { pragma: name, wanted, effective });
  }
  const since = state.round?.wholeMs ?? state.round?.startedMs ?? null;
  const days = since === null ? 0 : Math.floor((nowMs - since) / DAY_MS);
  if (days >= OVERDUE_DAYS) {
    say('check-overdue', 'note', state.round?.wholeMs === null ? {} : { days });
  }
  return found;
}

/** Something a round of checks noted. A damaged index that is no derived store's cannot be built anew. */
function noticed(
  { code, severity, params, firstMs }: Notice & { firstMs: number },
  spaceId: string | null,
): Finding {
  const action = code === 'index-damaged' && params.store === undefined ? 'backup' : WORDS[code].action;
  return finding(code, severity, params, spaceId, firstMs, action);
}

export function statusOf(findings: readonly Finding[]): HealthStatus {
  if (findings.some(({ severity }) => severity === 'damage')) return 'damaged';
  return findings.some(({ severity }) => severity === 'warning') ? 'attention' : 'healthy';
}

/** The worse of all. */
export function worst(statuses: readonly HealthStatus[]): HealthStatus {
  if (statuses.includes('damaged')) return 'damaged';
  return statuses.includes('attention') ? 'attention' : 'healthy';
}

export function integrityOf({ round, done, total }: UpkeepState): Integrity {
  const iso = (ms: number | null | undefined): string | null =>
    ms === null || ms === undefined ? null : new Date(ms).toISOString();
  const ended = round !== null && round.part === null;
  return {
    done: ended ? total : done,
    total,
    since: iso(round?.startedMs),
    wholeAt: iso(round?.wholeMs),
    rounds: round?.rounds ?? 0,
  };
}
