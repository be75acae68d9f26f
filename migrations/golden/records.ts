/**
 * A record of every store beyond memories, for a golden vault, and the questions whose answers must stay what they were.
 *
 * Only what reading does not change: how present a memory is, say, is not asked. A new store adds its lines here. A release that does not have a store has its own version of this file.
 */

import { contextFor, newId } from '../../src/main/memory/ports.ts';
import type { QueryInputOf, QueryNameOf } from '../../src/main/storage/contract.ts';
import type { UnitOfWorkContext } from '../../src/main/storage/interfaces.ts';
import type { SpaceContracts } from '../../src/main/storage/stores/contracts.ts';
import type { OpenSpace, OpenVault } from '../../src/main/vault/contract.ts';

const DAY = 86_400_000;
const AT = Date.UTC(2024, 5, 15, 12);

export type Question = {
  [N in QueryNameOf<SpaceContracts>]: { readonly query: N; readonly input: QueryInputOf<SpaceContracts, N> };
}[QueryNameOf<SpaceContracts>];

/** Writes into the space. @returns what to ask */
export async function writeRecords(
  vault: OpenVault,
  space: OpenSpace,
  memoryId: string,
): Promise<Question[]> {
  const person = vault.me.id;
  const ids = Array.from({ length: 12 }, newId);
  const [ada, lisbon, statement, reminder, goal, met, mood, scenario, consent, rule, sequence, answer] =
    ids as [string, string, string, string, string, string, string, string, string, string, string, string];
  const run = (purpose: UnitOfWorkContext['purpose'], collect: Parameters<typeof unitOfWork.run>[1]) =>
    unitOfWork.run(contextFor(vault, space, purpose, memoryId), collect);
  const { unitOfWork } = space.database;

  await run('graph.change', (uow) => {
    const entity = { authorId: person, iri: null, band: 'GREEN', note: '' } as const;
    uow.semantic.declare({ ...entity, id: ada, kind: 'person', names: ['Ada'] });
    uow.semantic.declare({ ...entity, id: lisbon, kind: 'place', names: ['Lisbon'] });
    uow.semantic.state({
      id: statement,
      authorId: person,
      subjectId: ada,
      predicate: 'https://schema.org/homeLocation',
      object: { entity: lisbon },
      band: 'GREEN',
      memoryId,
      origin: 'person',
      confidence: 1,
      fromMs: null,
      untilMs: null,
    });
  });
  await run('reminder.add', (uow) => {
    const content = {
      title: 'Put the winter tyres on',
      schedule: { start: '2026-11-01T09:00', zone: 'Europe/Berlin', rule: 'FREQ=YEARLY' },
    };
    uow.prospective.plan({ id: reminder, authorId: person, band: 'GREEN', content, dueMs: AT, slotMs: AT });
  });
  await run('goal.add', (uow) => {
    const words = { title: 'Call grandmother' };
    uow.drives.want({
      id: goal,
      authorId: person,
      begunMs: 0,
      band: 'GREEN',
      words,
      halfLifeDays: 7,
      resting: false,
    });
  });
  await run('goal.satisfy', (uow) => {
    uow.drives.meet({ id: goal, metId: met, atMs: 3 * DAY, words: { note: 'The flood.', memoryId: null } });
  });
  await run('mood.note', (uow) => {
    const felt = { valence: 0.4, arousal: -0.7, feeling: 'calm', note: 'Mist.', memoryId } as const;
    uow.affect.note({ id: mood, authorId: person, band: 'GREEN', atMs: AT, offsetMinutes: 60, felt });
  });
  await run('scenario.add', (uow) => {
    const words = { title: 'What if we moved to the sea?', outcomes: [{ text: 'We swim', likelihood: 0.4 }] };
    uow.imagination.imagine({ id: scenario, authorId: person, band: 'GREEN', words, lookMs: null });
  });
  await run('pin.change', (uow) => {
    uow.workspace.pin({ id: memoryId, personId: person });
    uow.workspace.noteOpened({ personId: person, opened: [{ id: memoryId, atMs: AT }] });
  });
  await run('privacy.change', (uow) => {
    uow.privacy.prefer({ personId: person, key: 'golden.preference', value: 'kept' });
    uow.privacy.giveConsent({ id: consent, personId: person, band: 'AMBER', what: 'Letters', atMs: AT });
    const wanted = { name: 'Old notes', kind: 'note', tag: null, band: null, keepDays: 3650 } as const;
    uow.privacy.setRule({ id: rule, enabled: false, rule: { ...wanted, countedFrom: 'happened' } });
  });
  await run('feedback.give', (uow) => {
    const judged = { helpful: true, reason: 'found', confidence: 0.8, source: 'words' } as const;
    uow.metacog.judge({
      id: answer,
      personId: person,
      question: 'frozen river',
      memoryId,
      place: 1,
      ...judged,
      band: 'GREEN',
    });
  });
  await run('memory.edit', (uow) => {
    uow.episodic.setSpan({ id: memoryId, untilMs: AT });
    const named = { name: 'The crossing', note: '', memoryIds: [memoryId] };
    uow.episodic.beginSequence({ id: sequence, authorId: person, band: 'GREEN', ...named });
  });

  return [
    { query: 'semantic.entity', input: { id: ada } },
    { query: 'semantic.match', input: { subjectId: ada, limit: 10 } },
    { query: 'prospective.get', input: { id: reminder } },
    { query: 'drives.get', input: { id: goal } },
    { query: 'drives.history', input: { id: goal, limit: 10 } },
    { query: 'affect.get', input: { id: mood } },
    { query: 'imagination.get', input: { id: scenario } },
    { query: 'workspace.pins', input: { personId: person } },
    { query: 'privacy.preferences', input: { personId: person } },
    { query: 'privacy.consents', input: { personId: person } },
    { query: 'privacy.rules', input: {} },
    { query: 'metacog.judged', input: { personId: person, question: 'frozen river' } },
    { query: 'episodic.around', input: { id: memoryId, limit: 5 } },
  ];
}
