/** The graph over a real vault: people and places, files in and out, hostile files. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type MemoryInput, memoryInputSchema } from '../../../shared/contracts/memories.ts';
import { type Application, createApplication } from '../../composition.ts';
import { newId } from '../ports.ts';
import { Scratch } from '../testing/scratch.ts';
import type { GraphFormat, GraphRefusal } from './rdf-reader.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
const scratch = new Scratch();
const application: Application = createApplication({
  entry: new URL('../../cli.ts', import.meta.url).href,
  knownVaultsFile: null,
  deviceName: 'test machine',
});
const { vaults, memories } = application;
const { people, graph, capture, deletion } = memories;

const newSpace = async (): Promise<string> =>
  (await vaults.session().createSpace({ tier: 'personal', name: newId() })).id;
const add = (spaceId: string, fields: Partial<MemoryInput>) =>
  capture.add({
    spaceId,
    input: memoryInputSchema.parse({ at: '2019-05-01T12:00:00+02:00', text: 'text', ...fields }),
  });
const bring = async (spaceId: string, content: string | Uint8Array, format: GraphFormat = 'nquads') => {
  const refused: GraphRefusal[] = [];
  const path = scratch.file(newId(), content);
  const counts = await graph.import(spaceId, path, {
    format,
    band: 'GREEN',
    onRefusal: (refusal) => refused.push(refusal),
  });
  return { ...counts, fates: refused.map(({ line, code }) => `${line} ${code}`) };
};
const said = async (spaceId: string) =>
  (await graph.match(spaceId, { limit: 100 }))
    .map(({ subjectName, predicate, objectName, confidence }) => [
      subjectName,
      predicate,
      objectName,
      confidence,
    ])
    .sort();

beforeAll(async () => {
  const words = await vaults.create({
    directory: `${scratch.path}/vault`,
    name: 'Test',
    person: 'Ada',
    passphrase: 'a passphrase for tests',
    keychain: false,
  });
  await vaults.confirmRecovery(words.map((word, index) => ({ position: index + 1, word })));
});
afterAll(async () => {
  await application.close();
  scratch.remove();
});

describe('people and places', () => {
  it('are whom memories name, and go with them', async () => {
    const space = await newSpace();
    const { id } = await add(space, { people: ['Ben', 'Zoe'], tags: ['lake', 'ben'] });
    await add(space, { people: ['BEN'], band: 'RED' });
    await add(space, { people: ['Hidden'], band: 'BLACK' });
    expect((await people.list(space)).map(({ name, memories: count }) => [name, count])).toEqual([
      ['BEN', 2],
      ['Zoe', 1],
      ['lake', 1],
    ]);
    const view = await people.view(space, { person: 'ben' });
    expect(view).toMatchObject({ entity: null, node: { memories: 2 }, facts: [] });
    expect(view.near.map(({ name }) => name).sort()).toEqual(['Zoe', 'lake']);
    await deletion.deleteNow({ spaceId: space, id, reason: null });
    expect((await people.list(space)).map(({ name }) => name)).toEqual(['BEN']);
    await expect(people.view(space, { person: 'Zoe' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('become entities when something is said of them, as open as the memories that name them', async () => {
    const space = await newSpace();
    await add(space, { people: ['Ben'], band: 'AMBER', tags: ['Lisbon'] });
    const ben = await people.relate({
      spaceId: space,
      from: { person: 'Ben' },
      relation: 'livesIn',
      to: { tag: 'Lisbon' },
    });
    await people.relate({
      spaceId: space,
      from: { person: 'Ben' },
      relation: 'parentOf',
      to: { name: 'Zoe', kind: 'person' },
    });
    const view = await people.view(space, ben);
    expect(view.entity).toMatchObject({ band: 'AMBER', names: ['Ben'] });
    expect(view.facts.map(({ relation, other, outward }) => [relation, other?.name, outward])).toEqual([
      ['livesIn', 'Lisbon', true],
      ['parentOf', 'Zoe', true],
    ]);
    expect((await people.list(space)).map(({ name, kind }) => [name, kind]).sort()).toEqual([
      ['Ben', 'person'],
      ['Lisbon', 'place'],
      ['Zoe', 'person'],
    ]);
    await expect(
      people.relate({ spaceId: space, from: ben, relation: 'friendOf', to: { person: 'Ben' } }),
    ).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    const [fact] = view.facts;
    await people.retract(space, fact?.statementId ?? '', 1);
    expect((await people.view(space, ben)).facts).toHaveLength(1);
  });

  it('keep the name that memories call them by when they are renamed, merged and taken apart', async () => {
    const space = await newSpace();
    await add(space, { people: ['Grandma'] });
    await add(space, { people: ['Marie'] });
    const who = await people.describe({
      spaceId: space,
      ref: { person: 'Grandma' },
      name: 'Marie Curie',
      kind: 'person',
      note: 'born in Warsaw',
    });
    expect(await people.view(space, who)).toMatchObject({
      node: { name: 'Marie Curie', memories: 1 },
      entity: { names: ['Marie Curie', 'Grandma'], note: 'born in Warsaw' },
    });
    await people.merge(space, { person: 'Marie' }, who);
    const merged = await people.view(space, who);
    expect(merged.node.memories).toBe(2);
    expect(merged.entity?.merges).toMatchObject([{ name: 'Marie', undone: false }]);
    await people.unmerge(space, merged.entity?.id ?? '', merged.entity?.merges[0]?.id ?? '');
    expect((await people.view(space, who)).node.memories).toBe(1);
    await people.remove(space, merged.entity?.id ?? '', merged.entity?.version ?? 0);
    expect((await people.list(space)).map(({ name }) => name).sort()).toEqual(['Grandma', 'Marie']);
  });
});

describe('the graph as a file', () => {
  it.each(['nquads', 'turtle'] as const)('goes out as %s and comes in the same, once', async (format) => {
    const space = await newSpace();
    const { id } = await add(space, { title: 'Secret title', people: ['Ben'], tags: ['Lisbon “old”'] });
    const rdf = '<urn:uuid:01890000-0000-7000-8000-000000000009>';
    await bring(
      space,
      [
        `${rdf} <urn:memoryos:graph:confidence> "0.25" .`,
        `${rdf} <http://www.w3.org/ns/prov#wasDerivedFrom> <urn:uuid:${id}> .`,
        `<http://a.example/ada> <http://a.example/knows> <http://a.example/ben> ${rdf} .`,
        '<http://a.example/ada> <http://schema.org/name> "Ada \\u00e9 \\"q\\"" .',
        '<http://a.example/ada> <http://a.example/said> "línea\\n2"@pt-BR .',
        '<http://a.example/ada> <http://a.example/age> "36"^^<http://www.w3.org/2001/XMLSchema#integer> .',
        '<http://a.example/ada> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://schema.org/Person> .',
      ].join('\n'),
    );
    await people.relate({
      spaceId: space,
      from: { person: 'Ben' },
      relation: 'livesIn',
      to: { name: 'Porto', kind: 'place' },
    });
    const path = `${scratch.path}/${newId()}`;
    expect(await graph.export(space, path, format)).toEqual({ entities: 4, statements: 4, mentions: 2 });
    const written = readFileSync(path, 'utf8');
    expect(written).not.toContain('Secret title');
    const other = await newSpace();
    const again = await bring(other, written, format);
    expect(again).toMatchObject({ entities: 4, statements: 4, refused: 0, finished: true, fates: [] });
    expect(await said(other)).toEqual(await said(space));
    expect((await said(space)).map(([, , , confidence]) => confidence).sort()).toEqual([0.25, 1, 1, 1]);
    expect(await bring(space, written, format)).toMatchObject({ entities: 0, statements: 0, refused: 0 });
    expect(await bring(other, written, format)).toMatchObject({ entities: 0, statements: 0, refused: 0 });
    const [known] = await graph.match(space, { predicate: 'http://a.example/knows', limit: 5 });
    expect(known).toMatchObject({ memoryId: id, confidence: 0.25, origin: 'import' });
    expect((await graph.match(other, { predicate: 'http://a.example/knows', limit: 5 }))[0]).toMatchObject({
      memoryId: null,
    });
  });

  it('refuses bad lines by their number, and takes the others', async () => {
    const space = await newSpace();
    const good = (name: string) => `<urn:x:${name}> <urn:x:knows> <urn:x:b> .`;
    const lines = [
      good('a'),
      'not a quad',
      '<relative> <urn:x:p> <urn:x:b> .',
      `<urn:x:a> <urn:x:p> "${'x'.repeat(600_000)}" .`,
      `<urn:x:a> <urn:x:p> "${'x'.repeat(100_000)}" .`,
      '<urn:x:a> <urn:x:p> "\\ud800" .',
      '<urn:x:a> <urn:x:p> <urn:x:b>',
      '# a remark',
      '',
      '<< <urn:x:a> <urn:x:p> <urn:x:b> >> <urn:x:p> <urn:x:b> .',
      good('z'),
    ];
    const { fates, statements } = await bring(space, lines.join('\n'));
    expect(statements).toBe(2);
    expect(fates.map((fate) => fate.split(' ')[0])).toEqual(['2', '3', '4', '5', '6', '7', '10']);
    expect(fates[2]).toBe('4 TOO_LONG');
    expect(fates[3]).toBe('5 BAD_TEXT');
    const bytes = Buffer.concat([
      Buffer.from('<urn:x:a> <urn:x:p> "'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('" .\n'),
    ]);
    expect((await bring(space, bytes)).fates).toEqual(['1 INVALID_UTF8']);
  });

  it('ends a Turtle file at its first mistake, keeping what came before', async () => {
    const space = await newSpace();
    const turtle =
      '@prefix x: <urn:x:> .\nx:a x:knows x:b, x:c ;\n  x:said """two\nlines""" .\nx:a x:knows .\nx:q x:p x:r .';
    const { fates, statements } = await bring(space, turtle, 'turtle');
    expect([statements, fates]).toEqual([3, ['5 SYNTAX']]);
    const endless = `<urn:x:a> <urn:x:p> """${'line after line\n'.repeat(60_000)}`;
    expect((await bring(space, endless, 'turtle')).fates).toEqual([expect.stringMatching(/TOO_LONG$/)]);
  });

  it('keeps blank nodes and circles, and knows them again in the same file', async () => {
    const space = await newSpace();
    const circle = '_:a <urn:x:knows> _:b .\n_:b <urn:x:knows> _:a .\n_:a <urn:x:knows> _:a .';
    expect(await bring(space, circle)).toMatchObject({ entities: 2, statements: 3 });
    expect(await bring(space, circle)).toMatchObject({ entities: 0, statements: 0, unchanged: 3 });
    expect(await bring(space, `${circle}\n`)).toMatchObject({ entities: 2 });
    const [first] = await graph.match(space, { limit: 1 });
    expect(await graph.near(space, first?.subjectId ?? '', 4, 50)).toHaveLength(2);
  });

  it('never stops at a file that is noise', async () => {
    const space = await newSpace();
    const noise = fc.array(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.constantFrom(
          '<urn:x:a> <urn:x:p> <urn:x:b> .',
          '@prefix x: <urn:x:> .',
          '_:a',
          '"""',
          '<<',
          '[ ] .',
        ),
      ),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(noise, fc.constantFrom('nquads', 'turtle'), async (lines, format) => {
        const { finished } = await bring(space, lines.join('\n'), format as GraphFormat);
        expect(finished).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
