/**
 * One page a store: each names every command and query of its contract and nothing else, and its example runs on a
 * real encrypted database.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { v7 as uuid } from 'uuid';
import { describe, expect, it } from 'vitest';
import { SPACE_CONTRACTS, VAULT_CONTRACTS } from '../src/main/storage/stores/contracts.ts';
import { yjs } from '../src/main/storage/stores/crdt/yjs.ts';
import {
  contextFor,
  openTestSpace,
  openTestVault,
  temporaryFolder,
} from '../src/main/storage/testing/databases.ts';

const folder = resolve(import.meta.dirname, 'stores');
const contracts = Object.values({ ...VAULT_CONTRACTS, ...SPACE_CONTRACTS });
const HEADINGS = ['Purpose', 'Contract', 'Example', 'Invariants'];

function section(text: string, heading: string): string {
  return text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
}

/** The names in the first column of the contract's table. */
function named(text: string): string[] {
  return [...section(text, 'Contract').matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1] ?? '').sort();
}

type Example = (given: object) => Promise<void>;

function exampleOf(text: string): Example {
  const blocks = [...section(text, 'Example').matchAll(/```ts\n([\s\S]*?)```/g)];
  expect(blocks).toHaveLength(1);
  // The page's own code, from this repository.
  return new Function(
    'given',
    `const { space, vault, contextFor, uuid, assert, Y } = given; return (async () => {${blocks[0]?.[1]}})();`,
  ) as Example;
}

describe('the pages of the stores', () => {
  it('are there for every store, and for none that is gone', () => {
    const pages = existsSync(folder) ? readdirSync(folder).map((name) => basename(name, '.md')) : [];
    const stores = contracts.map(({ name }) => name);
    expect(pages.filter((name) => name !== 'README').sort()).toEqual([...new Set(stores)].sort());
  });

  describe.each(contracts.map((contract) => [contract.name, contract] as const))('%s', (name, contract) => {
    const page = join(folder, `${name}.md`);
    const text = existsSync(page) ? readFileSync(page, 'utf8') : '';

    it('has its sections and names its whole contract', () => {
      expect([...text.matchAll(/^## (.+)$/gm)].map((match) => match[1])).toEqual(HEADINGS);
      const promised = [...Object.keys(contract.commands), ...Object.keys(contract.queries)];
      expect(named(text)).toEqual([...new Set(promised)].sort());
    });

    it('has an example that runs', async () => {
      const home = temporaryFolder();
      const inVault = name in VAULT_CONTRACTS && !(name in SPACE_CONTRACTS);
      const given = inVault ? { vault: await openTestVault(home) } : { space: await openTestSpace(home) };
      try {
        await exampleOf(text)({ ...given, contextFor, uuid, assert, Y: yjs() });
      } finally {
        await ('vault' in given ? given.vault : given.space).database.close();
        home.remove();
      }
    });
  });
});
