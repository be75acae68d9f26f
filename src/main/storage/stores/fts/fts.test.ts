import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  type AppendInput,
  contextFor,
  type Folder,
  memory,
  temporaryFolder,
  testKeys,
} from '../../testing/databases.ts';
import { type InProcessSpace, openInProcess } from '../../testing/in-process.ts';
import { acceptStore } from '../../testing/store-acceptance.ts';
import { CHECK_ROWS } from '../base-store.ts';
import { type FtsFacets, type FtsHit, ftsContract } from './contract.ts';
import { matchExpressions } from './query-syntax.ts';
import { basesOf } from './unfinished.ts';
import { joined, separated, unaccented } from './words.ts';

let folder: Folder;
let space: InProcessSpace;
const spaceId = uuid();

beforeEach(() => {
  folder = temporaryFolder();
  space = openInProcess({ file: folder.file('space.db'), spaceId, keys: testKeys() });
});
afterEach(() => {
  space.close();
  folder.remove();
});

function run(collect: Parameters<InProcessSpace['collect']>[1]): void {
  expect(space.commits.run([space.collect(contextFor(spaceId), collect)])).toMatchObject([{ ok: true }]);
}

function add(given: Partial<AppendInput>): AppendInput {
  const input = memory({ title: '', tags: [], people: [], ...given });
  run((uow) => {
    uow.episodic.append(input);
    uow.fts.index({ id: input.id });
  });
  return input;
}

function remove(id: string): void {
  run((uow) => {
    uow.fts.retract({ id });
    uow.episodic.remove({ id, expectedVersion: null });
  });
}

const search = (query: string, filter: object = {}): FtsHit[] =>
  space.readers.get('fts')?.answer('search', { query, limit: 50, filter }) as FtsHit[];
const found = (query: string, filter: object = {}): string[] => search(query, filter).map(({ id }) => id);

/** Every word the index holds. */
function vocabulary(): string[] {
  space.connection.script(
    `CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, memory_words, 'row')`,
  );
  return space.connection
    .read<{ term: string }>('SELECT term FROM temp.vocabulary')
    .all()
    .map(({ term }) => term);
}

it('finds words in many scripts, one character included', () => {
  const samples: [string, string[]][] = [
    ['今天我的手机坏了，祖母很生气。', ['手', '手机', '祖母很']],
    ['おばあちゃんの庭で豆を植えた。', ['庭', 'おばあちゃん', '豆を']],
    ['할머니가 정원에 콩을 심었다.', ['콩', '할머니', '정원']],
    ['คุณยายปลูกถั่วในสวน', ['ถั่ว', 'สวน', 'คุณยาย']],
    ['ជីដូនដាំសណ្តែក', ['ដាំ', 'សណ្តែក']],
    ['दादी ने बगीचे में सेम बोई।', ['दादी', 'बगीचे']],
    ['Бабушка посадила фасоль.', ['бабушка', 'ФАСОЛЬ']],
    ['Η γιαγιά φύτεψε φασόλια.', ['γιαγιά', 'ΦΑΣΌΛΙΑ']],
    ['جدتي زرعت الفول في الحديقة', ['جدتي', 'الفول']],
    ['סבתא שתלה שעועית', ['סבתא']],
    ['Großmutter säte Bohnen; déjà vu au café', ['cafe', 'säte', 'SATE', 'deja']],
  ];
  const ids = samples.map(([text]) => add({ text }).id);
  for (const [index, [, queries]] of samples.entries()) {
    for (const query of queries) expect(found(query), query).toEqual([ids[index]]);
  }
  expect(found('机手')).toEqual([]);
  expect(found('ถัว')).toEqual([]);
});

it('knows phrases, exclusion, unfinished last words, titles and labels', () => {
  const beans = add({
    title: 'Garden',
    text: 'Grandmother planted beans along the wall',
    tags: ['Family tree'],
    people: ['Ada'],
  });
  const river = add({ text: 'The wall by the river, planted with roses' });
  expect(found('planted wall').sort()).toEqual([beans.id, river.id].sort());
  expect(found('"planted beans"')).toEqual([beans.id]);
  expect(found('"beans planted"')).toEqual([]);
  expect(found('planted -roses')).toEqual([beans.id]);
  expect(found('wall -"the river"')).toEqual([beans.id]);
  expect(found('grandm')).toEqual([beans.id]);
  expect(found('grandm ')).toEqual([]);
  expect(found('garden')).toEqual([beans.id]);
  expect(found('"family tree"')).toEqual([beans.id]);
  expect(found('ada')).toEqual([beans.id]);
  expect(found('rose')).toEqual([river.id]);
  expect(found('-roses')).toEqual([]);
  expect(found('   ')).toEqual([]);
});

it('marks what matched', () => {
  add({ text: 'Grandmother planted beans along the wall' });
  expect(search('bean')[0]?.snippet).toEqual([
    { text: 'Grandmother planted ', match: false },
    { text: 'beans', match: true },
    { text: ' along the wall', match: false },
  ]);
  add({ text: '今天我的手机坏了' });
  expect(search('手机')[0]?.snippet).toEqual([
    { text: '今天我的', match: false },
    { text: '手机', match: true },
    { text: '坏了', match: false },
  ]);
});

it('applies filters, and never shows BLACK', () => {
  const old = add({
    text: 'beans',
    atMs: Date.UTC(1963, 0, 1),
    kind: 'letter',
    tags: ['x'],
    people: ['Ada'],
  });
  const red = add({ text: 'beans', band: 'RED' });
  add({ text: 'beans', band: 'BLACK' });
  expect(found('beans').sort()).toEqual([old.id, red.id].sort());
  expect(found('beans', { band: 'RED' })).toEqual([red.id]);
  expect(found('beans', { beforeMs: Date.UTC(1970, 0, 1) })).toEqual([old.id]);
  expect(found('beans', { afterMs: Date.UTC(1970, 0, 1) })).toEqual([red.id]);
  expect(found('beans', { kind: 'letter', tag: 'x', person: 'Ada' })).toEqual([old.id]);
  expect(found('beans', { tag: 'y' })).toEqual([]);
});

it('takes a memory out of the index, and puts it in, as its band changes', () => {
  const input = add({ text: 'unmistakable' });
  const revise = (band: 'GREEN' | 'BLACK', expectedVersion: number) =>
    run((uow) => {
      uow.fts.retract({ id: input.id });
      uow.episodic.revise({ ...input, band, expectedVersion });
      uow.fts.index({ id: input.id });
    });
  revise('BLACK', 1);
  expect(vocabulary()).toEqual([]);
  revise('GREEN', 2);
  expect(found('unmistakable')).toEqual([input.id]);
});

it('never answers a question with an error', () => {
  add({ text: 'NEAR AND OR NOT beans' });
  const hostile = [
    '"',
    '""',
    '" OR 1',
    'NEAR(a b)',
    'a AND',
    'NOT',
    '*',
    '^a',
    'title:x',
    '{a b}:c',
    "'; DROP",
    '-',
    '--',
    '-"',
    '(',
    'a\u0000b',
    '\ud800',
    '"a" *',
    'a + b',
    '\u200b',
    '…',
  ];
  for (const query of hostile) expect(() => search(query), query).not.toThrow();
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (query) => {
      expect(Array.isArray(search(query))).toBe(true);
    }),
    { numRuns: 150 },
  );
  expect(matchExpressions('say "x')).toEqual(['("say" AND "x")']);
});

it('takes apart and puts together without loss', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const composed = joined(text).normalize('NFC');
      expect(joined(separated(composed))).toBe(unaccented(composed));
      expect(joined(separated(separated(composed)))).toBe(unaccented(composed));
      expect(unaccented(composed)).toHaveLength(composed.length);
    }),
  );
});

it('leaves no word and no text of a deleted memory behind', () => {
  const kept = add({ text: 'beans stay' });
  const gone = Array.from({ length: 30 }, (_, index) => add({ text: `secretword${index} 祖母 beans` }));
  for (const { id } of gone) remove(id);
  expect(found('secretword1')).toEqual([]);
  expect(found('beans')).toEqual([kept.id]);
  expect(vocabulary().sort()).toEqual(['bean', 'stai']);
  space.connection.pragma('wal_checkpoint(TRUNCATE)');
  const bytes = readFileSync(folder.file('space.db')).toString('latin1');
  expect(bytes).not.toContain('secretword');
  expect(space.connection.read('SELECT count(*) AS n FROM memory_key').get()).toEqual({ n: 1 });
});

it('is rebuilt from the sealed memories', () => {
  const inputs = ['beans', '手机', 'x '.repeat(5000)].map((text) => add({ text }));
  add({ text: 'private', band: 'BLACK' });
  const before = vocabulary().sort();
  space.connection.script(`INSERT INTO memory_words (memory_words) VALUES ('delete-all')`);
  expect(found('beans')).toEqual([]);
  space.commits.rebuild();
  expect(vocabulary().sort()).toEqual(before);
  expect(found('beans')).toEqual([inputs[0]?.id]);
});

it('keeps index and memories in step through any run of changes', () => {
  const words = ['beans', '祖母', 'รัก', 'río', 'Wälder'];
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom('add', 'edit', 'remove'), fc.nat(), fc.subarray(words)), {
        maxLength: 15,
      }),
      (changes) => {
        const held: { input: AppendInput; version: number }[] = [];
        for (const [what, which, chosen] of changes) {
          const text = chosen.join(' ');
          const entry = held[which % Math.max(1, held.length)];
          if (what === 'add') held.push({ input: add({ text }), version: 1 });
          else if (entry !== undefined && what === 'edit') {
            run((uow) => {
              uow.fts.retract({ id: entry.input.id });
              uow.episodic.revise({ ...entry.input, text, expectedVersion: entry.version });
              uow.fts.index({ id: entry.input.id });
            });
            entry.version += 1;
            entry.input = { ...entry.input, text };
          } else if (entry !== undefined) {
            remove(entry.input.id);
            held.splice(held.indexOf(entry), 1);
          }
        }
        for (const word of words) {
          const expected = held.filter(({ input }) => input.text.includes(word)).map(({ input }) => input.id);
          expect(found(`"${word}"`).sort()).toEqual(expected.sort());
        }
        for (const { input } of held) remove(input.id);
        expect(vocabulary()).toEqual([]);
      },
    ),
    { numRuns: 30 },
  );
});

it('finds Greek with and without accents, and shows it as it was written', () => {
  const written = 'Η γιαγιά φύτεψε φασόλια στον κήπο· οι Ἀχαιοί, ο λόγος και τα όνειρα, προϋπόθεση.';
  const { id } = add({ title: 'Κήπος', text: written });
  for (const query of [
    'γιαγια',
    'ΓΙΑΓΙΑ',
    'γιαγιά',
    'κηπο',
    'αχαιοι',
    'Αχαιοί',
    'λογοσ',
    'λόγος',
    'προυποθεση',
  ]) {
    expect(found(query), query).toEqual([id]);
  }
  expect(search('φασολια')[0]?.snippet).toEqual([
    { text: 'Η γιαγιά φύτεψε ', match: false },
    { text: 'φασόλια', match: true },
    { text: ' στον κήπο· οι Ἀχαιοί, ο λόγος και τα όνειρα, προϋπόθεση.', match: false },
  ]);
  remove(id);
  expect(vocabulary()).toEqual([]);
});

/** Words whose stem is much shorter than they are, or ends otherwise. */
const LONG_WORDS =
  'running planning hoping hopping making stories happiness hopefulness carefully grandmothers studying flying ' +
  'celebration celebrations relational generalizations organization national decision electricity activities ' +
  'ability responsibility beautiful wonderful gentleness adoption effective controlling rolling quickly dying ' +
  'gardening travelling travelled swimming arrangement excitement allowance inference airliner adjustable ' +
  'irritant replacement dependent communism formative homologous bowdlerize goodness electrical formalize christmas';

it('finds a word however far it is typed', () => {
  for (const word of LONG_WORDS.split(' ')) {
    const { id } = add({ text: `we remember ${word} well` });
    for (let typed = 3; typed <= word.length; typed += 1) {
      expect(found(word.slice(0, typed)), `${word.slice(0, typed)} of ${word}`).toEqual([id]);
    }
    remove(id);
  }
});

it('does not widen what is found already, nor a word that is finished', () => {
  const plane = add({ text: 'the plane' });
  const plan = add({ text: 'the plan' });
  expect(found('plane')).toEqual([plane.id]);
  expect(found('plannin').sort()).toEqual([plan.id]);
  expect(found('plannin ')).toEqual([]);
  expect(found('"plannin"')).toEqual([]);
  expect(basesOf('祖母')).toEqual([]);
  expect(basesOf('runni')).toContain('run');
});

it('counts what it finds by month, tag, person, band and kind', () => {
  add({ text: 'beans', atMs: Date.UTC(2020, 0, 5), tags: ['garden', 'food'], people: ['Ada'] });
  add({ text: 'beans', atMs: Date.UTC(2020, 0, 9), tags: ['garden'], kind: 'recipe', band: 'RED' });
  add({ text: 'beans', atMs: Date.UTC(2021, 4, 9), band: 'BLACK', tags: ['hidden'] });
  add({ text: 'roses', tags: ['garden'] });
  const facets = (query: string, filter: object = {}) =>
    space.readers.get('fts')?.answer('facets', { query, filter, top: 10 }) as FtsFacets;
  expect(facets('beans')).toEqual({
    total: 2,
    months: [{ value: '2020-01', count: 2 }],
    tags: [
      { value: 'garden', count: 2 },
      { value: 'food', count: 1 },
    ],
    people: [{ value: 'Ada', count: 1 }],
    bands: [
      { value: 'GREEN', count: 1 },
      { value: 'RED', count: 1 },
    ],
    kinds: [
      { value: 'note', count: 1 },
      { value: 'recipe', count: 1 },
    ],
  });
  expect(facets('beans', { tag: 'food' }).total).toBe(1);
  expect(facets('beans -beans').total).toBe(0);
  expect(facets('').total).toBe(0);
});

it('notices words that are missing, left over, or of a BLACK memory', () => {
  const kept = add({ text: 'kept' });
  const check = () =>
    space.readers
      .get('fts')
      ?.check(0, CHECK_ROWS)
      .findings.map(({ code }) => code);
  const put = (seq: number) =>
    space.connection
      .write('INSERT INTO memory_words (rowid, title, body, labels) VALUES (?, ?, ?, ?)')
      .run(seq, '', 'x', '');
  expect(check()).toEqual([]);
  put(99);
  expect(check()).toEqual(['words-left-over']);
  run((uow) => uow.fts.retract({ id: kept.id }));
  expect(check()).toEqual(['words-missing', 'words-left-over']);
  add({ text: 'black', band: 'BLACK' });
  put(2);
  expect(check()).toEqual(['words-missing', 'words-left-over', 'words-of-black']);
  space.commits.rebuild();
  expect(check()).toEqual([]);
});

const accepted = [memory({ text: 'beans along the wall' }), memory({ text: 'roses' })];

acceptStore({
  contract: ftsContract,
  derived: true,
  memories: accepted,
  units: [
    [{ op: 'retract', input: { id: accepted[1]?.id ?? '' } }],
    [{ op: 'index', input: { id: accepted[1]?.id ?? '' } }],
  ],
  queries: [
    { op: 'search', input: { query: 'roses', limit: 5 } },
    { op: 'facets', input: { query: 'wall' } },
  ],
  content: [],
});
