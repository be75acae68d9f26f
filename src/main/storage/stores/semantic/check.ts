/** What can be wrong with the graph: entities and statements that do not open, names and merges that lead astray. */
import type { ReadableConnection } from '../../sqlite.ts';
import type { StoreCheck, StoreFinding } from '../base-store.ts';
import type { EntityLine, GraphRecords, StatementLine } from './records.ts';

/** Entities first, then statements: a statement's place in the check is its number above this. */
const STATEMENTS = 2 ** 40;

export function checkGraph(
  connection: ReadableConnection,
  records: GraphRecords,
  from: number,
  rows: number,
): StoreCheck {
  return from < STATEMENTS
    ? checkEntities(connection, records, from, rows)
    : checkStatements(connection, records, from - STATEMENTS, rows);
}

function checkEntities(
  connection: ReadableConnection,
  records: GraphRecords,
  from: number,
  rows: number,
): StoreCheck {
  const lines = connection
    .read<EntityLine>('SELECT * FROM entity WHERE seq > ? ORDER BY seq LIMIT ?')
    .all(from, rows);
  let unreadable = 0;
  let astray = 0;
  for (const line of lines) {
    const above = line.merged_into === null ? null : records.entityAt(line.merged_into);
    if (line.root !== (above === null ? line.seq : above.root)) astray += 1;
    if (!records.opens(line)) continue;
    const names = opened(() => records.entityWords(line).names);
    if (names === null) unreadable += 1;
    else if (
      !sameKeys(
        namesAt(connection, line.seq),
        names.map((name) => records.nameKey(name)),
      )
    )
      astray += 1;
  }
  const last = lines.at(-1)?.seq;
  return {
    findings: found(unreadable, astray),
    next: lines.length < rows || last === undefined ? STATEMENTS : last,
  };
}

function checkStatements(
  connection: ReadableConnection,
  records: GraphRecords,
  from: number,
  rows: number,
): StoreCheck {
  const lines = connection
    .read<StatementLine & { readonly astray: number }>(
      `SELECT s.*, (SELECT e.root FROM entity AS e WHERE e.seq = s.subject) IS NOT s.about
         OR (SELECT e.root FROM entity AS e WHERE e.seq = s.object) IS NOT s.target AS astray
       FROM statement AS s WHERE s.seq > ? ORDER BY s.seq LIMIT ?`,
    )
    .all(from, rows);
  const unreadable = lines.filter(
    (line) => records.opens(line) && opened(() => records.statementWords(line)) === null,
  ).length;
  const last = lines.at(-1)?.seq;
  return {
    findings: found(unreadable, lines.filter(({ astray }) => astray !== 0).length),
    next: lines.length < rows || last === undefined ? null : STATEMENTS + last,
  };
}

function found(unreadable: number, astray: number): StoreFinding[] {
  const findings: StoreFinding[] = [];
  if (unreadable > 0) {
    findings.push({
      code: 'graph-unreadable',
      severity: 'damage',
      count: unreadable,
      what: 'Some people, places or what is known of them do not open: their bytes were changed outside the app.',
      todo: 'Bring them back from a backup that was made before.',
      rebuildHelps: false,
    });
  }
  if (astray > 0) {
    findings.push({
      code: 'graph-astray',
      severity: 'warning',
      count: astray,
      what: 'Some people or places are not found under their names, or not where they were joined.',
      todo: 'Build the indexes anew.',
      rebuildHelps: true,
    });
  }
  return findings;
}

function opened<T>(open: () => T): T | null {
  try {
    return open();
  } catch {
    return null;
  }
}

function namesAt(connection: ReadableConnection, entity: number): Buffer[] {
  return connection
    .read<{ key: Buffer }>('SELECT key FROM entity_name WHERE entity = ?')
    .all(entity)
    .map(({ key }) => key);
}

function sameKeys(there: readonly Buffer[], wanted: readonly Buffer[]): boolean {
  const hex = (keys: readonly Buffer[]): string =>
    [...new Set(keys.map((key) => key.toString('hex')))].sort().join();
  return hex(there) === hex(wanted);
}
