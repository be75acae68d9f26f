/**
 * A process of its own for tests: makes or unlocks a vault and prints one line of JSON, then waits until its input ends.
 * Arguments: `create` or `unlock`, the folder, the folder of the configuration. The passphrase comes by the environment.
 */
import { join } from 'node:path';
import { errorData } from '../../../shared/errors.ts';
import { createVaultService } from '../vault-service.ts';
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

async function answer(): Promise<unknown> {
  try {
    if (act === 'create') {
      await service.create({ directory, name: 'Family', person: 'Ada', passphrase, keychain: false });
    } else {
      await service.select(directory);
      await service.unlock({ method: 'passphrase', passphrase });
    }
    return { state: service.state().state };
  } catch (error) {
    return { error: errorData(error) };
  }
}

process.stdout.write(`${JSON.stringify(await answer())}\n`);
process.stdin.resume();
process.stdin.on('end', () => void service.close());
