/**
 * Loads plug-ins and looks at what they offer, in each thread and on the caller's side alike: the same modules give the
 * same answer everywhere.
 *
 * Invariant: nothing that a module does or exports makes this throw; a bad one is left out with a reason.
 */
import { z } from 'zod';
import { errorData } from '../../shared/errors.ts';
import { PHASES, type StoreContract } from './contract.ts';
import type { PlugInState } from './plug-in-state.ts';
import { type LoadedPlugIn, refusal, type StorePlugIn } from './plug-ins.ts';
import type { DatabaseKind } from './sqlite-errors.ts';
import { SPACE_CONTRACTS, VAULT_CONTRACTS } from './stores/contracts.ts';

export interface PlugInsFound {
  readonly loaded: readonly LoadedPlugIn[];
  readonly refused: readonly PlugInState[];
}

const nameSchema = z
  .string()
  .max(40)
  .regex(/^[a-z][a-zA-Z0-9]*$/, { error: 'is no name in camel case' });
const opSchema = z
  .string()
  .max(60)
  .regex(/^[a-z][a-zA-Z0-9]*$/, { error: 'is no name in camel case' });

/** A schema of zod 4, of whichever copy of the library the plug-in brings. */
const schemaSchema = z.custom<z.ZodType>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    '_zod' in value &&
    typeof Reflect.get(value, 'safeParse') === 'function',
  { error: 'is no schema of zod 4' },
);

const functionSchema = z.custom<(...given: never[]) => unknown>((value) => typeof value === 'function', {
  error: 'is no function',
});

/** Only looked at: what is used is what the module gave. */
const plugInSchema = z.object({
  kind: z.enum(['space', 'vault']),
  contract: z.object({
    name: nameSchema,
    upkeep: z.literal(false).optional(),
    commands: z.record(
      opSchema,
      z.object({ phase: z.enum(PHASES), input: schemaSchema, erases: z.boolean() }),
    ),
    queries: z.record(opSchema, z.object({ input: schemaSchema })),
  }),
  migrations: z.instanceof(URL),
  makeWriter: functionSchema,
  makeReader: functionSchema,
});

const TAKEN = new Set([...Object.keys(SPACE_CONTRACTS), ...Object.keys(VAULT_CONTRACTS)]);

/** What a developer may read of a fault: never more than its kind, since its text may quote anything. */
function kindOf(fault: unknown): string {
  return fault instanceof Error ? fault.name : typeof fault;
}

/** @param modules file URLs */
export async function loadPlugIns(modules: readonly string[], kind: DatabaseKind): Promise<PlugInsFound> {
  const loaded: LoadedPlugIn[] = [];
  const refused: PlugInState[] = [];
  for (const module of modules) {
    let name: string | null = null;
    try {
      const given = await defaultExport(module);
      name = nameOf(given);
      const plugIn = checked(given, name ?? module);
      if (plugIn.kind !== kind) continue;
      if (TAKEN.has(plugIn.contract.name) || loaded.some((other) => other.plugIn.contract.name === name)) {
        throw refusal(plugIn.contract.name, 'name-taken', plugIn.contract.name);
      }
      loaded.push({ module, plugIn });
    } catch (error) {
      refused.push({ module, name, refused: errorData(error) });
    }
  }
  return { loaded, refused };
}

async function defaultExport(module: string): Promise<unknown> {
  try {
    const namespace: unknown = await import(/* @vite-ignore */ module);
    return typeof namespace === 'object' && namespace !== null
      ? Reflect.get(namespace, 'default')
      : undefined;
  } catch (cause) {
    throw refusal(module, 'cannot-load', kindOf(cause), cause);
  }
}

function nameOf(given: unknown): string | null {
  const parsed = z.object({ contract: z.object({ name: nameSchema }) }).safeParse(given);
  return parsed.success ? parsed.data.contract.name : null;
}

function checked(given: unknown, name: string): StorePlugIn {
  const parsed = plugInSchema.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw refusal(name, 'bad-contract', `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
  }
  // Looked through just now; the module's own object is kept, since its methods may be of a class.
  return given as StorePlugIn;
}

/** The contracts of plug-ins, by name. */
export function contractsOf(plugIns: readonly LoadedPlugIn[]): Record<string, StoreContract> {
  return Object.fromEntries(plugIns.map(({ plugIn }) => [plugIn.contract.name, plugIn.contract]));
}
