import { v7 as uuid } from 'uuid';
import { acceptStore } from '../../testing/store-acceptance.ts';
import { importsContract } from './contract.ts';

const run = {
  runId: uuid(),
  path: '/home/ada/diary of 1998',
  format: 'markdown',
  band: 'AMBER',
  state: 'running',
  done: 3,
  total: null,
  imported: 2,
  unchanged: 0,
  refusedCount: 1,
  notes: '[{"source":"torn page.md"}]',
  startedMs: Date.UTC(2025, 2, 1),
} as const;
const other = { ...run, runId: uuid(), startedMs: Date.UTC(2025, 2, 2) };

acceptStore({
  contract: importsContract,
  units: [
    [{ op: 'note', input: run }],
    [{ op: 'note', input: { ...run, state: 'done', done: 4, total: 4 } }],
    [{ op: 'note', input: other }],
    [{ op: 'dismiss', input: { runId: other.runId } }],
  ],
  queries: [{ op: 'list', input: {} }],
  content: ['diary of 1998', 'torn page'],
});
