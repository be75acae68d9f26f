/** backup create|list|verify|restore */
import { resolve } from 'node:path';
import type { BackupKey, BackupProgress } from '../../../shared/contracts/backups.ts';
import { idSchema } from '../../../shared/contracts/primitives.ts';
import { passphraseSchema, recoveryPhraseSchema } from '../../../shared/contracts/vaults.ts';
import { ERROR_EXIT_CODES, VaultError } from '../../../shared/errors.ts';
import type { Application } from '../../composition.ts';
import { readCredential } from '../credentials.ts';
import { parseInput } from '../input.ts';
import { type CommandResult, PARTIAL } from '../output.ts';
import { progressPrinter } from '../progress.ts';
import { type GlobalOptions, noCredentials, readPassphrase, withApplication, withVault } from '../session.ts';

interface FromOptions extends GlobalOptions {
  readonly from: string;
  readonly backup?: string;
  readonly phraseFile?: string;
  readonly phraseStdin?: boolean;
}

type Run = ReturnType<Application['backups']['create']>;

export function createBackup(options: GlobalOptions & { readonly to: string }): Promise<CommandResult> {
  return withVault(options, async ({ application, signal }) => {
    const run = application.backups.create(resolve(options.to));
    const { backup, missing } = await followed(application, run, options, signal);
    if (backup === null) throw new Error('A backup that was made is in no answer.');
    return {
      json: { ...backup, missing },
      lines: [
        `${backup.id}: ${backup.records} memories in ${backup.spaces} spaces, ${backup.bytes} bytes.`,
        ...missing.map(({ space, error }) => `${space} is not in it: ${error.message}`),
      ],
      exitCode: missing.length > 0 ? PARTIAL : 0,
    };
  });
}

export function listBackups(options: FromOptions): Promise<CommandResult> {
  return withApplication(options, async ({ backups }) => {
    const { backups: found, useless } = await backups.list(resolve(options.from));
    return {
      json: { backups: found, useless },
      lines: [
        ...found.map(({ id, at, vaultName, records, bytes }) =>
          [id, at, vaultName, `${records} memories`, `${bytes} bytes`].join('  '),
        ),
        ...useless.map(({ name, error }) => `${name}: ${error.message}`),
      ],
    };
  });
}

export function verifyBackups(options: FromOptions): Promise<CommandResult> {
  return withApplication(options, async (application) => {
    const directory = resolve(options.from);
    const { backups, useless } = await application.backups.list(directory);
    const wanted = wantedId(options);
    const chosen = backups.filter(({ id }) => wanted === null || id === wanted);
    if (chosen.length === 0 && useless.length === 0) throw noBackup(directory);
    const key = await keyOf(options);
    const broken: { backup: string; piece: string; reason: string }[] =
      wanted === null
        ? useless.map(({ name, error }) => ({ backup: name, piece: 'backup.json', reason: error.message }))
        : [];
    await untilInterrupted(async (signal) => {
      for (const { id } of chosen) {
        const run = application.backups.verify(directory, id, key);
        const ended = await followed(application, run, options, signal);
        broken.push(...ended.broken.map((each) => ({ backup: id, ...each })));
      }
    });
    const ok = broken.length === 0;
    return {
      json: { ok, backups: chosen, broken },
      lines: [
        ok ? `${chosen.length} backups are whole.` : `${broken.length} pieces do not hold.`,
        ...broken.map(({ backup, piece, reason }) => `${backup} ${piece}: ${reason}`),
      ],
      exitCode: ok ? 0 : ERROR_EXIT_CODES.SEAL_BROKEN,
    };
  });
}

export function restoreBackup(
  options: FromOptions & { readonly into: string; readonly newPassphraseFile?: string },
): Promise<CommandResult> {
  return withApplication(options, async (application) => {
    const into = resolve(options.into);
    const key = await keyOf(options, options.newPassphraseFile);
    const request = { directory: resolve(options.from), backupId: wantedId(options), into, key };
    const { backup } = await untilInterrupted((signal) =>
      followed(application, application.backups.restore(request), options, signal),
    );
    return {
      json: { ...backup, directory: into },
      lines: [`${backup?.records ?? 0} memories are in the vault in ${into}. It opens as the old one did.`],
    };
  });
}

/** Prints how far a run is, stops it on Ctrl-C, and throws what it failed with. */
async function followed(
  { backups }: Application,
  run: Run,
  options: GlobalOptions,
  signal: AbortSignal,
): Promise<BackupProgress> {
  const printer = progressPrinter(options.progress, options.json ?? false);
  const stopListening = backups.onProgress(({ done, total, step }) =>
    printer.show({ done, total, what: step }),
  );
  const cancel = (): void => backups.cancel(run.id);
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    const ended = await run.ended;
    if (ended.error !== null) throw VaultError.fromData(ended.error);
    return ended;
  } finally {
    stopListening();
    printer.end();
  }
}

async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    return await work(stop.signal);
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

/** The words where they are given, else the passphrase. */
async function keyOf(options: FromOptions, newPassphraseFile?: string): Promise<BackupKey> {
  const words = (process.env.MEMORYOS_RECOVERY_PHRASE ?? '') !== '';
  if (options.phraseFile === undefined && options.phraseStdin !== true && !words) {
    const passphrase = await readPassphrase(options);
    if (passphrase === null) throw noCredentials();
    return { method: 'passphrase', passphrase };
  }
  const phrase = await readCredential({
    file: options.phraseFile,
    stdin: options.phraseStdin,
    variable: 'MEMORYOS_RECOVERY_PHRASE',
    prompt: 'Recovery words: ',
  });
  if (phrase === null) throw noCredentials();
  const named = (process.env.MEMORYOS_NEW_PASSPHRASE ?? '') !== '';
  const next =
    newPassphraseFile === undefined && !named
      ? null
      : await readCredential({
          file: newPassphraseFile,
          variable: 'MEMORYOS_NEW_PASSPHRASE',
          prompt: 'New passphrase: ',
        });
  return {
    method: 'recovery',
    phrase: parseInput(recoveryPhraseSchema.safeParse(phrase)),
    ...(next === null ? {} : { passphrase: parseInput(passphraseSchema.safeParse(next)) }),
  };
}

function wantedId({ backup }: FromOptions): string | null {
  return backup === undefined ? null : parseInput(idSchema.safeParse(backup));
}

function noBackup(directory: string): VaultError {
  return new VaultError('NOT_FOUND', 'There is no such backup in this folder.', {
    hint: 'See which there are with `backup list`.',
    details: { path: directory },
  });
}
