/**
 * A child process for tests: uses the system's real keychain through the real adapter and prints what happened, one JSON
 * object. It runs with a D-Bus session of its own, or with none.
 */
import { generateKey } from '../key-derivation.ts';
import { systemKeychain } from '../keychain.ts';

const keychain = systemKeychain(new URL('../../keychain-thread.ts', import.meta.url));
const slotId = '0190a1b2-0000-7000-8000-0000000000aa';
const secret = generateKey();

async function main(): Promise<unknown> {
  const probe = await keychain.probe();
  const before = await keychain.read(slotId);
  const write = await keychain.write(slotId, secret);
  const after = await keychain.read(slotId);
  const same = after.kind === 'found' && after.secret.bytes.equals(secret.bytes);
  const remove = await keychain.remove(slotId);
  const gone = await keychain.read(slotId);
  const removeAgain = await keychain.remove(slotId);
  return {
    place: keychain.place,
    probe,
    before: before.kind,
    write,
    after: after.kind,
    same,
    remove,
    gone: gone.kind,
    removeAgain,
  };
}

process.stdout.write(JSON.stringify(await main()));
