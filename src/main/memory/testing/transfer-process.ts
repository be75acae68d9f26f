/**
 * A process of its own that transfers a memory and is killed on the way. Arguments: folder of the vault, source, target,
 * memory, `move` or `copy`, key of the transfer, and after how many units of work the kill comes (0: before the first).
 */

import { createApplication } from '../../composition.ts';
import type { OpenSpace, OpenVault } from '../../vault/contract.ts';
import { createMemoryServices } from '../memory-services.ts';

const [, , directory = '', spaceId = '', targetSpaceId = '', id = '', kind, key = '', after] = process.argv;
const application = createApplication({
  entry: new URL('../../cli.ts', import.meta.url).href,
  knownVaultsFile: null,
  deviceName: 'a process that dies',
});
const { vaults } = application;
let units = 0;

function killAt(count: number): void {
  if (count === Number(after)) process.kill(process.pid, 'SIGKILL');
}

/** The real space; between two units of work the process may die. */
function mortal(space: OpenSpace): OpenSpace {
  const { database } = space;
  const unitOfWork: OpenSpace['database']['unitOfWork'] = {
    async run(context, collect) {
      killAt(units);
      const outcome = await database.unitOfWork.run(context, collect);
      units += 1;
      killAt(units);
      return outcome;
    },
  };
  const rest = Object.fromEntries(
    (['query', 'head', 'checkpoint', 'rebuild', 'close', 'onStopped'] as const).map((name) => [
      name,
      (database[name] as (...given: unknown[]) => unknown).bind(database),
    ]),
  );
  return { ...space, database: { ...database, ...rest, unitOfWork } };
}

await vaults.select(directory);
await vaults.unlock({ method: 'passphrase', passphrase: process.env.VAULT_TEST_PASSPHRASE ?? '' });
const session = (): OpenVault =>
  new Proxy(vaults.session(), {
    get(vault, name) {
      if (name === 'space') return async (wanted: string) => mortal(await vault.space(wanted));
      const value: unknown = Reflect.get(vault, name, vault);
      return typeof value === 'function' ? value.bind(vault) : value;
    },
  });
const { transfer } = createMemoryServices({
  vaults: {
    session,
    beforeLock: (hook) => vaults.beforeLock(hook),
    on: (event, listener) => vaults.on(event, listener),
  },
  importThread: new URL('../../import-thread.ts', import.meta.url),
});
await transfer.transfer({
  spaceId,
  targetSpaceId,
  id,
  kind: kind === 'copy' ? 'copy' : 'move',
  idempotencyKey: key,
});
await application.close();
