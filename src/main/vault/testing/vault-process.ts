/**
 * A process of its own for tests: makes or unlocks a vault, or unlocks it and writes, and prints one line of JSON, then
 * waits until its input ends. Arguments: `create`, `unlock` or `write`, the folder, the folder of the configuration. The passphrase comes by the environment.
 */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { errorData } from '../../../shared/errors.ts';
import type { OpenVault } from '../contract.ts';
import { createVaultService } from '../vault-service.ts';
import { writeMemory } from './memories.ts';
import { RememberingKeychain } from './remembering-keychain.ts';
import { RUNTIME } from './runtime.ts';

const [, , act, directory = '', config = ''] = process.argv;
const passphrase = process.env.VAULT_TEST_PASSPHRASE ?? '';

const service = createVaultService({
  runtime: RUNTIME,
  keychain: new RememberingKeychain(),
  knownVaultsFile: config === '' ? null : join(config, 'vaults.json'),
  deviceName: 'another process',
});

/** Makes a space and writes into it, until the registry remembers how far it has come. */
async function write(vault: OpenVault): Promise<void> {
  const { id } = await vault.createSpace({ tier: 'personal', name: 'of the process' });
  const space = await vault.space(id);
  for (let count = 0; count < 5; count += 1) await writeMemory(vault, space, `memory ${count}`);
  const { seq } = await space.database.head();
  for (;;) {
    const heads = await vault.database.query('registry.knownHeads', {});
    if (heads.some((head) => head.spaceId === id && head.seq === seq)) return;
    await pause(20);
  }
}

async function answer(): Promise<unknown> {
  try {
    if (act === 'create') {
      await service.create({ directory, name: 'Family', person: 'Ada', passphrase, keychain: false });
    } else {
      await service.select(directory);
      await service.unlock({ method: 'passphrase', passphrase });
      if (act === 'write') await write(service.session());
    }
    return { state: service.state().state };
  } catch (error) {
    return { error: errorData(error) };
  }
}

process.stdout.write(`${JSON.stringify(await answer())}\n`);
process.stdin.resume();
process.stdin.on('end', () => void service.close());
