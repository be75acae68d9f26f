import { acceptNotes } from '../../testing/notes-acceptance.ts';
import { FRESH_SLICE, upkeepContract } from './contract.ts';

const notice = { code: 'store-note', severity: 'note', check: 'seen', params: { store: 'fts', count: 1 } };

acceptNotes({
  contract: upkeepContract,
  kind: 'space',
  notes: [
    {
      op: 'advance',
      input: {
        atMs: 1_000,
        part: 'table/memory',
        state: {
          ...FRESH_SLICE,
          notes: [{ check: 'seen', severity: 'note', count: 1, rebuildHelps: false }],
        },
        finished: [{ part: 'store/fts', bytes: 12, notices: [notice] }],
      },
    },
    { op: 'reclaimed', input: { atMs: 2_000, bytes: 4_096, how: 'full' } },
  ],
  queries: [
    { op: 'state', input: {} },
    { op: 'overview', input: { band: 'GREEN' } },
    { op: 'facts', input: {} },
    { op: 'slice', input: { part: null, state: FRESH_SLICE, budgetMs: 2_000, deep: false } },
  ],
});
