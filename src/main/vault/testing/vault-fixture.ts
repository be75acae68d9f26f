/** A real vault in a real folder, with the real engine, for tests. */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { vi } from 'vitest';
import { VaultError } from '../../../shared/errors.ts';
import type { OpenVault, VaultService } from '../contract.ts';
import { createVaultService } from '../vault-service.ts';
import { temporaryFolder } from './folders.ts';
import { PASSPHRASE } from './memories.ts';
import { RememberingKeychain } from './remembering-keychain.ts';
import { RUNTIME } from './runtime.ts';

/** Real vaults with real threads and real scrypt: on a busy machine a test of several unlocks takes its time. */
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

export class VaultFixture {
  readonly root: string;
  readonly directory: string;
  readonly keychain = new RememberingKeychain();
  /** Tests move it; it never moves by itself. */
  now = Date.UTC(2026, 10, 22, 12);
  /** Of the vault that `create` made. */
  phrase: string[] = [];
  readonly service: VaultService;
  readonly #services: VaultService[] = [];
  readonly #remove: () => Promise<void>;

  private constructor(root: string, remove: () => Promise<void>) {
    this.root = root;
    this.directory = join(root, 'vault');
    this.#remove = remove;
    this.service = this.another();
  }

  static async open(): Promise<VaultFixture> {
    const folder = await temporaryFolder();
    return new VaultFixture(folder.path, folder.remove);
  }

  /** A copy of a vault that was made and closed: making one costs more than all else in a test. */
  static async copyOf(original: VaultFixture): Promise<VaultFixture> {
    const fixture = await VaultFixture.open();
    await cp(original.directory, fixture.directory, { recursive: true });
    fixture.phrase = original.phrase;
    return fixture;
  }

  /** Another service over the same folder, as another process would have. */
  another(): VaultService {
    const service = createVaultService({
      runtime: RUNTIME,
      keychain: this.keychain,
      clock: { now: () => this.now },
      knownVaultsFile: join(this.root, 'config', 'vaults.json'),
      deviceName: 'the kitchen laptop',
    });
    this.#services.push(service);
    return service;
  }

  /** Makes the vault, confirmed and unlocked. */
  async create(options: { keychain?: boolean } = {}): Promise<OpenVault> {
    this.phrase = await this.service.create({
      directory: this.directory,
      name: 'Family',
      person: 'Ada',
      passphrase: PASSPHRASE,
      keychain: options.keychain ?? false,
    });
    await this.service.confirmRecovery(this.words());
    return this.service.session();
  }

  /** The recovery phrase as a person who wrote it down would enter it. */
  words(): { position: number; word: string }[] {
    return this.phrase.map((word, index) => ({ position: index + 1, word }));
  }

  async unlock(service = this.service): Promise<OpenVault> {
    await service.select(this.directory);
    await service.unlock({ method: 'passphrase', passphrase: PASSPHRASE });
    return service.session();
  }

  async remove(): Promise<void> {
    for (const service of this.#services) await service.close().catch(() => undefined);
    await this.#remove();
  }
}

/** The typed error that an act ends with. */
export async function errorOf(act: Promise<unknown>): Promise<VaultError> {
  try {
    await act;
  } catch (error) {
    if (error instanceof VaultError) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}
