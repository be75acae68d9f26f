/** The settings of a database's connections as they are, beside what they should be. */
import type { DatabaseHealth } from '../../shared/contracts/health.ts';
import type { ConnectionInfo } from '../storage/engine/connection-info.ts';

type Setting = DatabaseHealth['pragmas'][number];

interface Wanted {
  readonly name: string;
  readonly wanted: string;
  readonly read: (info: ConnectionInfo) => string;
  /** True where another value is no fault: a page cipher may refuse it. */
  readonly mayDiffer?: boolean;
}

const onOff = (value: boolean): string => (value ? 'on' : 'off');

const WANTED: readonly Wanted[] = [
  { name: 'cipher', wanted: 'aegis', read: (info) => info.cipher },
  { name: 'journal_mode', wanted: 'wal', read: (info) => info.journalMode },
  { name: 'synchronous', wanted: '2', read: (info) => String(info.synchronous) },
  { name: 'cache_size', wanted: '-65536', read: (info) => String(info.cacheSize) },
  { name: 'temp_store', wanted: '2', read: (info) => String(info.tempStore) },
  { name: 'mmap_size', wanted: '268435456', read: (info) => String(info.mmapSize), mayDiffer: true },
  { name: 'secure_delete', wanted: 'on', read: (info) => onOff(info.secureDelete) },
  { name: 'foreign_keys', wanted: 'on', read: (info) => onOff(info.foreignKeys) },
  { name: 'trusted_schema', wanted: 'off', read: (info) => onOff(info.trustedSchema) },
  { name: 'wal_autocheckpoint', wanted: '0', read: (info) => String(info.walAutocheckpoint) },
];

/** Each setting once: as wanted where every connection has it so, else as the first that has not. */
export function settingsOf(connections: readonly ConnectionInfo[]): Setting[] {
  const version = connections[0]?.sqliteVersion ?? '';
  return [
    { name: 'sqlite_version', wanted: version, effective: version, asWanted: true },
    ...WANTED.map(({ name, wanted, read, mayDiffer }): Setting => {
      const other = connections.map(read).find((value) => value !== wanted);
      return {
        name,
        wanted,
        effective: other ?? wanted,
        asWanted: other === undefined || mayDiffer === true,
      };
    }),
  ];
}
