/** Spaces of an unlocked vault: made, listed, opened, in every tier. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TIERS } from '../../shared/bands.ts';
import type { OpenVault } from './contract.ts';
import { filesUnder } from './testing/folders.ts';
import { writeMemory } from './testing/memories.ts';
import { errorOf, VaultFixture } from './testing/vault-fixture.ts';

let fixture: VaultFixture;
let vault: OpenVault;
beforeEach(async () => {
  fixture = await VaultFixture.open();
  vault = await fixture.create();
});
afterEach(() => fixture.remove());

describe('spaces', () => {
  it('are made in every tier and are there after a restart', async () => {
    for (const tier of TIERS) {
      const people = tier === 'personal' ? [] : ['Ben', 'Cleo'];
      const space = await vault.createSpace({ tier, name: `of ${tier}`, people });
      expect(space).toMatchObject({ tier, memories: 0, generation: 1, problem: null });
      expect(space.bytes).toBeGreaterThan(0);
    }
    expect(
      vault
        .people()
        .map((person) => person.name)
        .sort(),
    ).toEqual(['Ada', 'Ben', 'Cleo']);
    await fixture.service.close();
    const again = await fixture.unlock();
    const spaces = await again.spaces();
    expect(
      spaces.map((space) => [space.tier, space.people.map((person) => person.name), space.problem]),
    ).toEqual([
      ['extended', ['Ada', 'Ben', 'Cleo'], null],
      ['personal', ['Ada'], null],
      ['selective', ['Ada', 'Ben', 'Cleo'], null],
      ['shared', ['Ada', 'Ben', 'Cleo'], null],
    ]);
  });

  it('have one name each, capitals aside', async () => {
    await vault.createSpace({ tier: 'shared', name: 'Household' });
    const twice = await errorOf(vault.createSpace({ tier: 'shared', name: 'household' }));
    expect(twice.code).toBe('SPACE_EXISTS');
    await vault.createSpace({ tier: 'selective', name: 'Household' });
    const raced = await Promise.allSettled(
      [1, 2, 3].map(() => vault.createSpace({ tier: 'personal', name: 'me' })),
    );
    expect(raced.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(vault.findSpace('shared', 'HOUSEHOLD')).not.toBeNull();
    expect(vault.findSpace('shared', 'me')).toBeNull();
  });

  it('that are personal hold one person', async () => {
    const error = await errorOf(vault.createSpace({ tier: 'personal', name: 'me', people: ['Ben'] }));
    expect(error).toMatchObject({ code: 'INVALID_INPUT', details: { field: 'people' } });
    expect(vault.people()).toHaveLength(1);
    expect((await vault.createSpace({ tier: 'personal', name: 'me', people: ['ada'] })).people).toHaveLength(
      1,
    );
  });

  it('keep their memories apart, each in a file of its own', async () => {
    const one = await vault.space((await vault.createSpace({ tier: 'personal', name: 'one' })).id);
    const two = await vault.space((await vault.createSpace({ tier: 'personal', name: 'two' })).id);
    await writeMemory(vault, one, 'only in the first');
    expect((await vault.spaces()).map((space) => [space.name, space.memories])).toEqual([
      ['one', 1],
      ['two', 0],
    ]);
    const files = await filesUnder(fixture.directory);
    for (const { id } of [one, two]) expect(files).toContain(`spaces/${id}/space.db`);
    expect(one.database.file).not.toBe(two.database.file);
  });

  it('are opened once, however often they are asked for', async () => {
    const { id } = await vault.createSpace({ tier: 'personal', name: 'me' });
    const [one, two] = await Promise.all([vault.space(id), vault.space(id)]);
    expect(one).toBe(two);
  });

  it('that nobody made are not found', async () => {
    const error = await errorOf(vault.space('0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b'));
    expect(error.code).toBe('SPACE_NOT_FOUND');
  });

  it('know me as their owner', async () => {
    const { id } = await vault.createSpace({ tier: 'shared', name: 'household', people: ['Ben'] });
    expect(vault.subject({ id })).toMatchObject({ personId: vault.me.id, role: 'owner' });
    expect(vault.subject({ id: vault.vaultId }).role).toBe('stranger');
  });

  it('leave a receipt of their making, by me and this device', async () => {
    const { id } = await vault.createSpace({ tier: 'personal', name: 'me' });
    const { rows } = await vault.database.query('receipts.page', {
      beforeSeq: null,
      limit: 10,
      subjectId: id,
    });
    expect(rows.map((row) => row.body.action)).toContain('space.create');
    expect(rows[0]?.body).toMatchObject({ actor: vault.me.id, device: vault.device.id });
    expect(await vault.database.query('receipts.verify', {})).toMatchObject({ broken: [] });
  });
});
