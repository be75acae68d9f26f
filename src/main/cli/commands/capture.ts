/** add, edit, delete */
import { memoryInputSchema } from '../../../shared/contracts/memories.ts';
import { VaultError } from '../../../shared/errors.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { parseInput, readText, readWhen, type TextOptions } from '../input.ts';
import type { CommandResult } from '../output.ts';
import { type CommandSession, type GlobalOptions, spaceId, withVault } from '../session.ts';

interface ContentOptions extends GlobalOptions, TextOptions {
  readonly title?: string;
  readonly at?: string;
  readonly band?: string;
  readonly kind?: string;
  readonly tags?: readonly string[];
  readonly people?: readonly string[];
  readonly idempotencyKey?: string;
}

export async function add(
  options: ContentOptions & { readonly space: string; readonly externalId?: string },
  source: string | undefined,
): Promise<CommandResult> {
  const text = await readText(options, source);
  if (text === null) {
    throw new VaultError('INVALID_INPUT', 'There is no text.', {
      hint: 'Use --text T, --file F, or - for standard input.',
    });
  }
  const externalId = checkedExternalId(options.externalId);
  const now = { at: new Date().toISOString() };
  const input = parseInput(memoryInputSchema.safeParse({ ...now, text, ...(await givenFields(options)) }));
  return withVault(options, async ({ application, vault }) => {
    const { id, version, receipt } = await application.memories.capture.add({
      spaceId: spaceId(vault, options.space),
      input,
      externalId,
      idempotencyKey: options.idempotencyKey ?? null,
    });
    return { json: { id, version, receipt }, lines: [id] };
  });
}

export async function edit(
  options: ContentOptions & { readonly space?: string; readonly expectVersion?: number },
  id: string,
  source: string | undefined,
): Promise<CommandResult> {
  const text = await readText(options, source);
  const fields = await givenFields(options);
  return withVault(options, async (session) => {
    const { capture, timeline } = session.application.memories;
    const space = await spaceOf(session, options.space, id);
    const memory = await timeline.get(space, id);
    const input = parseInput(
      memoryInputSchema.safeParse({ ...memory, ...(text === null ? {} : { text }), ...fields }),
    );
    const change = await capture.edit({
      spaceId: space,
      id,
      version: options.expectVersion ?? memory.version,
      input,
      idempotencyKey: options.idempotencyKey ?? null,
    });
    return { json: { ...change }, lines: [`Version ${change.version} of ${id} is written.`] };
  });
}

export function remove(
  options: GlobalOptions & { readonly space?: string; readonly reason?: string },
  id: string,
): Promise<CommandResult> {
  return withVault(options, async (session) => {
    const receipt = await session.application.memories.deletion.deleteNow({
      spaceId: await spaceOf(session, options.space, id),
      id,
      reason: options.reason ?? null,
    });
    return { json: { id, receipt }, lines: [`${id} is deleted. Receipt ${receipt.seq} says so.`] };
  });
}

/** The space that was named, or the one that holds the memory. */
export async function spaceOf(
  { application, vault }: CommandSession,
  named: string | undefined,
  id: string,
): Promise<string> {
  if (named !== undefined) return spaceId(vault, named);
  return (await application.memories.timeline.find(id)).spaceId;
}

async function givenFields(options: ContentOptions): Promise<Record<string, unknown>> {
  const { title, band, kind, tags, people } = options;
  const when = options.at === undefined ? {} : await readWhen(options.at, '--at');
  return Object.fromEntries(
    Object.entries({ title, band, kind, tags, people, ...when }).filter(([, value]) => value !== undefined),
  );
}

function checkedExternalId(given: string | undefined): string | null {
  if (given === undefined) return null;
  if (given !== '' && given.length <= LIMITS.externalIdLength && given.isWellFormed()) return given;
  throw new VaultError('INVALID_INPUT', `--external-id is 1 to ${LIMITS.externalIdLength} characters.`, {
    hint: 'See --help.',
  });
}
