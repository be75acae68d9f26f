import { describe, expect, it } from 'vitest';
import type { SearchHit } from '../../../shared/contracts/memories.ts';
import { hitWithTitle } from './open-title.ts';

const hit = (title: string): SearchHit => ({
  score: 1,
  snippet: [],
  why: ['words'],
  memory: {
    id: '019aa000-0000-7000-8000-000000000001',
    spaceId: '019aa000-0000-7000-8000-000000000002',
    version: 1,
    at: '2026-05-03T18:30:00+02:00',
    dateOnly: false,
    title,
    excerpt: '',
    band: 'GREEN',
    kind: 'note',
    tags: [],
    people: [],
    externalId: null,
    attachments: [],
    deletingUntil: null,
  },
});

describe('the memory a wiki link means', () => {
  it('is the one with exactly this title, else with this title in another case', () => {
    const hits = [hit('The lake again'), hit('the lake'), hit('The lake')];
    expect(hitWithTitle(hits, 'The lake')).toBe(hits[2]);
    expect(hitWithTitle(hits, 'THE LAKE ')).toBe(hits[1]);
  });

  it('is none where only part of the title fits', () => {
    expect(hitWithTitle([hit('The lake again')], 'The lake')).toBeUndefined();
  });
});
