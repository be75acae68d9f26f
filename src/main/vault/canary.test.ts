/**
 * Nothing that opens a vault, and nothing a person wrote, is ever in a file, an error or a log in a form that can be read.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { errorData } from '../../shared/errors.ts';
import { keySlotSchema, openPassphraseSlot } from '../security/key-slots.ts';
import { parseRecoveryPhrase } from '../security/recovery-phrase.ts';
import { filesUnder } from './testing/folders.ts';
import { writeMemory } from './testing/memories.ts';
import { VaultFixture } from './testing/vault-fixture.ts';
import { readVaultFile } from './vault-file.ts';

const CANARY = 'Kanarienvogel';
const PASSPHRASE = `${CANARY} passphrase of Ärger 7`;
const NEXT = `${CANARY} next passphrase 8`;
const WRONG = `${CANARY} wrong passphrase 9`;

let fixture: VaultFixture;
const printed: string[] = [];
const thrown: unknown[] = [];

beforeEach(async () => {
  fixture = await VaultFixture.open();
  printed.length = 0;
  thrown.length = 0;
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      printed.push(String(chunk));
      return true;
    });
  }
});
afterEach(async () => {
  vi.restoreAllMocks();
  await fixture.remove();
});

/** Keeps what an act throws, with everything that hangs on it. */
async function fails(act: Promise<unknown>): Promise<void> {
  await act.then(
    () => expect.unreachable('it did not fail'),
    (error: unknown) => thrown.push(error),
  );
}

/** Every form in which these bytes would be readable. */
function forms(bytes: Buffer): Buffer[] {
  const base64 = bytes.toString('base64').replace(/=+$/, '');
  return [
    bytes,
    Buffer.from(bytes.toString('hex')),
    Buffer.from(bytes.toString('hex').toUpperCase()),
    // The last characters of base64 depend on what follows.
    Buffer.from(base64.slice(0, -2)),
    Buffer.from(bytes.toString('base64url').slice(0, -2)),
    Buffer.from([...bytes].join(',')),
    Buffer.from(bytes.toString('utf8'), 'utf16le'),
  ];
}

describe('canaries', () => {
  it('are in no byte on disk, no error and no output, whatever is done', async () => {
    const { service, directory } = fixture;
    const words = await service.create({
      directory,
      name: 'Family',
      person: `${CANARY} person`,
      passphrase: PASSPHRASE,
      keychain: true,
    });
    const position = (at: number) => ({ position: at, word: words[at - 1] ?? '' });
    await fails(service.confirmRecovery([position(1), position(2), { position: 3, word: words[7] ?? '' }]));
    await service.confirmRecovery([1, 2, 3].map(position));
    const vault = service.session();
    const { id } = await vault.createSpace({
      tier: 'selective',
      name: `${CANARY} space`,
      people: [`${CANARY} friend`],
    });
    await writeMemory(vault, await vault.space(id), `${CANARY} memory`);
    const filesWhileOpen = await everyFile();
    await fails(service.changePassphrase({ current: WRONG, next: NEXT }));
    await service.changePassphrase({ current: PASSPHRASE, next: NEXT });
    await service.lock();
    await fails(service.unlock({ method: 'passphrase', passphrase: WRONG }));
    await fails(service.recover({ phrase: words.slice(1).join(' '), passphrase: NEXT }));
    await fails(service.recover({ phrase: words.toReversed().join(' '), passphrase: NEXT }));
    fixture.keychain.scramble();
    await fails(service.unlock({ method: 'keychain' }));
    await service.recover({ phrase: words.join(' '), passphrase: PASSPHRASE });
    await service.useKeychain(true);
    await service.close();

    const entropy = parseRecoveryPhrase(words.join(' ')).bytes;
    const file = await readVaultFile(directory);
    const slot = keySlotSchema.parse(file.slots.find((candidate) => candidate.type === 'passphrase'));
    const root = slot.type === 'passphrase' ? await openPassphraseSlot(file.vaultId, slot, PASSPHRASE) : null;
    if (root === null) throw new Error('the root is needed to look for it');
    const secrets: Record<string, Buffer> = {
      canary: Buffer.from(CANARY),
      passphrase: Buffer.from(PASSPHRASE),
      'three words': Buffer.from(words.slice(0, 3).join(' ')),
      entropy,
      root: root.bytes,
      ...Object.fromEntries(
        [...fixture.keychain.entries].map(([name, secret]) => [`keychain ${name}`, secret]),
      ),
    };
    const files = { ...filesWhileOpen, ...(await everyFile()) };
    expect(Object.keys(files).length).toBeGreaterThan(8);
    const said = Buffer.from(
      [
        ...printed,
        ...thrown.map((error) => inspect(error, { depth: 9, showHidden: true })),
        ...thrown.map((error) => JSON.stringify(errorData(error))),
        inspect(service, { depth: 9, showHidden: true }),
        inspect(vault, { depth: 9, showHidden: true }),
      ].join('\n'),
    );
    for (const [what, secret] of Object.entries(secrets)) {
      for (const form of forms(secret)) {
        for (const [name, bytes] of Object.entries(files))
          expect([what, name, bytes.includes(form)]).toEqual([what, name, false]);
        expect([what, said.includes(form)]).toEqual([what, false]);
      }
    }
    // The looking itself works: what may be read is found.
    expect(files['vault/vault.json']?.includes(Buffer.from('Family'))).toBe(true);
    expect(thrown).toHaveLength(6);
  });

  async function everyFile(): Promise<Record<string, Buffer>> {
    const files: Record<string, Buffer> = {};
    for (const name of await filesUnder(fixture.root)) files[name] = await readFile(join(fixture.root, name));
    return files;
  }
});
