/** import */
import type { Refusal } from '../../../shared/contracts/imports.ts';
import { importRequestSchema } from '../../../shared/contracts/imports.ts';
import { VaultError } from '../../../shared/errors.ts';
import { parseInput } from '../input.ts';
import { type CommandResult, PARTIAL } from '../output.ts';
import { progressPrinter } from '../progress.ts';
import { type GlobalOptions, spaceId, withVault } from '../session.ts';

export interface ImportOptions extends GlobalOptions {
  readonly space: string;
  readonly format: string;
  readonly band?: string;
  readonly dryRun?: boolean;
  readonly resume?: boolean;
}

/** Refusals that a result lists; those past it are counted. */
const LISTED = 100_000;

export function importSource(options: ImportOptions, path: string): Promise<CommandResult> {
  return withVault(options, async ({ application: { memories }, vault, signal }) => {
    const request = parseInput(
      importRequestSchema.safeParse({
        path,
        spaceId: spaceId(vault, options.space),
        format: options.format,
        ...(options.band === undefined ? {} : { band: options.band }),
      }),
    );
    const { imports } = memories;
    const refused: Refusal[] = [];
    const printer = progressPrinter(options.progress, options.json ?? false);
    const stopListening = memories.onImportProgress(({ done, total }) =>
      printer.show({ done, total, what: 'import' }),
    );
    const importOptions = {
      dryRun: options.dryRun ?? false,
      onRefusal: (refusal: Refusal) => {
        if (refused.length < LISTED) refused.push(refusal);
      },
    };
    const known = options.resume === true ? await imports.interrupted(request.spaceId, path) : null;
    const run =
      known === null
        ? await imports.start(request, importOptions)
        : await imports.resume(known, importOptions);
    const cancel = (): void => void imports.cancel(run.runId);
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
    const ended = await run.finished;
    stopListening();
    printer.end();
    const { state, imported, unchanged, refusedCount, seconds, error } = ended;
    if (error !== null) {
      throw new VaultError(error.code, error.message, {
        hint: error.hint,
        retryable: error.retryable,
        details: { ...error.details, imported, unchanged, refused: refusedCount },
      });
    }
    return {
      json: { imported, unchanged, refused, seconds, refusedCount, state, dryRun: importOptions.dryRun },
      lines: [
        `${imported} brought in, ${unchanged} unchanged, ${refusedCount} refused, in ${seconds.toFixed(1)} s${state === 'cancelled' ? ' (stopped; go on with --resume)' : ''}.`,
        ...refused.map(({ source, message }) => `${source}: ${message}`),
      ],
      exitCode: refusedCount > 0 || state !== 'done' ? PARTIAL : 0,
    };
  });
}
