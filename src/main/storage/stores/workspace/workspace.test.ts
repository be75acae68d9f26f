import { v7 as uuid } from 'uuid';
import { acceptStore } from '../../testing/store-acceptance.ts';
import { workspaceContract } from './contract.ts';

const [kept, dropped] = [uuid(), uuid()];

acceptStore({
  contract: workspaceContract,
  units: [
    [
      {
        op: 'saveDraft',
        input: { id: kept, baseVersion: null, band: 'GREEN', content: '{"title":"Pear jam"}' },
      },
    ],
    [
      {
        op: 'saveDraft',
        input: { id: dropped, baseVersion: 3, band: 'RED', content: '{"title":"Quince jelly"}' },
      },
    ],
    [{ op: 'discardDraft', input: { id: dropped } }],
  ],
  queries: [{ op: 'drafts', input: {} }],
  content: ['Pear jam', 'Quince jelly'],
});
