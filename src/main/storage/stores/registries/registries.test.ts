import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BANDS, bandRank } from '../../../../shared/bands.ts';
import { ACTOR, contextFor, type Folder, openTestVault, temporaryFolder } from '../../testing/databases.ts';
import { acceptStore } from '../../testing/store-acceptance.ts';
import { registriesContract } from './contract.ts';
import { decideTool } from './decision.ts';

describe('what a tool may do', () => {
  const CLEARANCES = ['GREEN', 'AMBER', 'RED'] as const;

  it.each(CLEARANCES.flatMap((clearance) => BANDS.map((band) => [clearance, band] as const)))(
    'cleared for %s, asked for %s',
    (clearance, band) => {
      const tool = { enabled: true, capabilities: ['memory.search'], clearance };
      const reached = band !== 'BLACK' && bandRank(band) <= bandRank(clearance);
      expect(decideTool(tool, 'memory.search', band).allow).toBe(reached);
      expect(decideTool({ ...tool, enabled: false }, 'memory.search', band).reason).toBe('disabled');
      expect(decideTool(tool, 'memory.delete', band).reason).toBe('not-capable');
      expect(decideTool(null, 'memory.search', band).reason).toBe('unknown');
    },
  );

  it('never grows when something is taken from it', () => {
    const names = fc.constantFrom('memory.search', 'memory.add', 'image.describe');
    fc.assert(
      fc.property(
        fc.uniqueArray(names),
        names,
        fc.constantFrom(...CLEARANCES),
        fc.constantFrom(...BANDS),
        (all, asked, clearance, band) => {
          const full = decideTool({ enabled: true, capabilities: all, clearance }, asked, band);
          for (const less of [
            { enabled: false, capabilities: all, clearance },
            { enabled: true, capabilities: all.filter((each) => each !== asked), clearance },
          ]) {
            expect(decideTool(less, asked, band).allow).toBe(false);
          }
          if (!full.allow) {
            expect(
              decideTool({ enabled: true, capabilities: all, clearance: 'GREEN' }, asked, band).allow,
            ).toBe(false);
          }
        },
      ),
    );
  });
});

const powers = {
  version: '1.0.0',
  description: 'Finds memories',
  capabilities: ['memory.search'],
  clearance: 'AMBER' as const,
  sealedSecret: null,
};

describe('tools and agents', () => {
  let folder: Folder;
  let vault: Awaited<ReturnType<typeof openTestVault>>;

  beforeEach(async () => {
    folder = temporaryFolder();
    vault = await openTestVault(folder);
  });
  afterEach(async () => {
    await vault.database.close();
    folder.remove();
  });

  type Collect = Parameters<typeof vault.database.unitOfWork.run>[1];
  const run = (collect: Collect) => vault.database.unitOfWork.run(contextFor(vault.id), collect);
  const register = async (name: string) => {
    const id = uuid();
    await run((uow) => uow.registries.register({ id, actorId: ACTOR, type: 'tool', name, ...powers }));
    return id;
  };
  const may = (id: string, band: (typeof BANDS)[number]) =>
    vault.database.query('registries.may', { id, capability: 'memory.search', band });

  it('begin switched off, and go off again when they may do more', async () => {
    const id = await register('finder');
    expect(await may(id, 'GREEN')).toEqual({ allow: false, reason: 'disabled' });
    await run((uow) => uow.registries.enable({ id, actorId: ACTOR, enabled: true }));
    expect([await may(id, 'AMBER'), await may(id, 'RED')]).toMatchObject([
      { allow: true },
      { reason: 'above-clearance' },
    ]);
    await run((uow) => uow.registries.revise({ id, actorId: ACTOR, ...powers, version: '1.0.1' }));
    expect(await may(id, 'AMBER')).toMatchObject({ allow: true });
    await run((uow) =>
      uow.registries.revise({ id, actorId: ACTOR, ...powers, version: '1.1.0', clearance: 'RED' }),
    );
    expect(await may(id, 'GREEN')).toMatchObject({ reason: 'disabled' });
    const acts = (await vault.database.query('registries.history', { id })).map(({ act }) => act);
    expect(acts).toEqual(['registered', 'enabled', 'revised', 'revised', 'disabled']);
  });

  it('have names of their own, and a history that outlives them', async () => {
    const id = await register('finder');
    await expect(register('finder')).rejects.toMatchObject({ details: { reason: 'name-taken' } });
    const secret = new Uint8Array([1, 2, 3]);
    await run((uow) => uow.registries.revise({ id, actorId: ACTOR, ...powers, sealedSecret: secret }));
    expect(await vault.database.query('registries.sealedSecret', { id })).toBeNull();
    await run((uow) => uow.registries.enable({ id, actorId: ACTOR, enabled: true }));
    expect(await vault.database.query('registries.sealedSecret', { id })).toEqual({ bytes: secret });
    await run((uow) => uow.registries.unregister({ id, actorId: ACTOR }));
    expect(await vault.database.query('registries.tools', {})).toEqual([]);
    expect((await vault.database.query('registries.history', { id })).at(-1)).toMatchObject({
      act: 'unregistered',
    });
    const gone = run((uow) => uow.registries.enable({ id, actorId: ACTOR, enabled: true }));
    await expect(gone).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await register('finder');
  });
});

const [kept, dropped] = [uuid(), uuid()];
const tool = { actorId: ACTOR, ...powers };

acceptStore({
  contract: registriesContract,
  kind: 'vault',
  units: [
    [{ op: 'register', input: { ...tool, id: kept, type: 'agent', name: 'Librarian' } }],
    [{ op: 'enable', input: { id: kept, actorId: ACTOR, enabled: true } }],
    [
      {
        op: 'revise',
        input: { ...tool, id: kept, version: '1.2.0', sealedSecret: new Uint8Array([9, 9]) },
      },
    ],
    [{ op: 'register', input: { ...tool, id: dropped, type: 'tool', name: 'Scanner' } }],
    [{ op: 'unregister', input: { id: dropped, actorId: ACTOR } }],
  ],
  queries: [
    { op: 'tools', input: { type: 'agent' } },
    { op: 'history', input: { id: dropped } },
    { op: 'sealedSecret', input: { id: kept } },
    { op: 'may', input: { id: kept, capability: 'memory.search', band: 'GREEN' } },
  ],
  // Names and powers of tools are no content; secrets come sealed.
  content: [],
});
