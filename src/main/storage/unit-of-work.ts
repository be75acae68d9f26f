/**
 * Collects a unit of work: typed calls become commands as data, each parsed against its store's contract.
 *
 * Invariant: what leaves here is valid and in the order of phases; nothing has been sent when this throws.
 */
import { z } from 'zod';
import { idSchema } from '../../shared/contracts/primitives.ts';
import { actionSchema, receiptKindSchema } from '../../shared/contracts/receipts.ts';
import { VaultError } from '../../shared/errors.ts';
import { acceptorOf, UNDECIDED } from './accepting.ts';
import {
  type Command,
  PHASES,
  type StoreContract,
  type StoreContracts,
  type UnitOfWorkOf,
} from './contract.ts';
import type { Expectation, UnitOfWorkContext } from './interfaces.ts';

const contextSchema = z.object({
  spaceId: idSchema,
  actorId: idSchema,
  deviceId: idSchema,
  correlationId: z.string().min(1).max(200),
  idempotencyKey: z.string().min(1).max(200).nullable(),
  purpose: actionSchema,
  subjectId: idSchema.nullable(),
  kind: receiptKindSchema.default('ACTION_EXECUTED'),
});

const expectationsSchema = z
  .array(
    z.strictObject({
      store: z.string().min(1).max(40),
      record: idSchema,
      version: z.int().positive().nullable(),
    }),
  )
  .max(10_000);

export interface CollectedUnit {
  readonly context: UnitOfWorkContext;
  readonly commands: readonly Command[];
  readonly expect: readonly Expectation[];
  /** Rough size of the inputs. */
  readonly bytes: number;
  /** Buffers large enough to be handed over instead of copied. */
  readonly transfer: readonly ArrayBuffer[];
  /** True where a command takes something away for good. */
  readonly erases: boolean;
}

/** Below it copying is cheaper than handing over. */
const TRANSFER_BYTES = 64 * 1024;

function invalid(details: Record<string, string>, message: string): VaultError {
  return new VaultError('INVALID_INPUT', message, {
    hint: 'Nothing was changed. Correct it and try again.',
    details,
  });
}

/** Parses with a contract's schema. Throws INVALID_INPUT naming store, command or query, and the field. */
export function parseInput(store: string, op: string, schema: z.ZodType, input: unknown): unknown {
  const accepted = acceptorOf(schema)(input);
  if (accepted !== UNDECIDED) return accepted;
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join('.') ?? '';
  throw invalid(
    { store, op, field },
    `${store}.${op}${field === '' ? '' : `: ${field}`} ${issue?.message ?? 'is not valid'}`,
  );
}

interface Ordered {
  readonly command: Command;
  readonly phase: number;
  readonly erases: boolean;
}

interface Sink {
  open: boolean;
  readonly collected: Ordered[];
}

/** What the methods of a store's builder are called on. */
class StoreBuilder {
  readonly sink: Sink;

  constructor(sink: Sink) {
    this.sink = sink;
  }
}

type UnitBuilderClass = new (sink: Sink) => StoreBuilder;

/** A class for each set of stores, made once: a builder for a unit is then one small object. */
const builderClasses = new WeakMap<StoreContracts, UnitBuilderClass>();

function storeBuilderClass({ name: store, commands }: StoreContract): UnitBuilderClass {
  class Builder extends StoreBuilder {}
  for (const [op, { phase: phaseName, input, erases }] of Object.entries(commands)) {
    const phase = PHASES.indexOf(phaseName);
    Object.defineProperty(Builder.prototype, op, {
      value(this: StoreBuilder, given: unknown): void {
        if (!this.sink.open)
          throw invalid({ store, op }, 'A command came after its unit of work was collected.');
        const command = { store, op, input: parseInput(store, op, input, given) };
        this.sink.collected.push({ command, phase, erases });
      },
    });
  }
  return Builder;
}

/** A store's builder is made where the unit names the store: most units name few of them. */
function unitBuilderClass(contracts: StoreContracts): UnitBuilderClass {
  class Builder extends StoreBuilder {}
  for (const contract of Object.values(contracts)) {
    const Store = storeBuilderClass(contract);
    Object.defineProperty(Builder.prototype, contract.name, {
      get(this: StoreBuilder): StoreBuilder {
        return new Store(this.sink);
      },
    });
  }
  return Builder;
}

function builderFor<S extends StoreContracts>(contracts: S, sink: Sink): UnitOfWorkOf<S> {
  let Builder = builderClasses.get(contracts);
  if (Builder === undefined) {
    Builder = unitBuilderClass(contracts);
    builderClasses.set(contracts, Builder);
  }
  // Made from the very contracts that the type is made of.
  return new Builder(sink) as unknown as UnitOfWorkOf<S>;
}

function parsedContext(context: UnitOfWorkContext): UnitOfWorkContext {
  const accepted = acceptorOf(contextSchema)(context);
  // What is accepted is what the schema gives.
  if (accepted !== UNDECIDED) return accepted as z.output<typeof contextSchema>;
  const parsed = contextSchema.safeParse(context);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join('.') ?? '';
  throw invalid({ store: 'context', field }, `The unit of work's context is not valid: ${field}`);
}

function parsedExpectations(expect: readonly Expectation[]): readonly Expectation[] {
  return parseInput('expect', 'version', expectationsSchema, expect) as z.output<typeof expectationsSchema>;
}

/** A unit is being collected at this moment: collecting never waits, so there is one at a time. */
let collecting = false;

/** Runs `collect` and nothing else: another unit begun in it would be kept even where this one fails. */
function collectAlone(collect: () => unknown): void {
  if (collecting) {
    throw invalid({ reason: 'nested' }, 'A unit of work was begun inside another.');
  }
  collecting = true;
  try {
    const result = collect();
    if (!(result instanceof Promise)) return;
    // It ends without us; what it collects later is refused.
    result.catch(() => undefined);
    throw invalid({ reason: 'waits' }, 'A unit of work is collected at once and waits for nothing.');
  } finally {
    collecting = false;
  }
}

/** Runs `collect` at once and gives what it collected. */
export function collectUnit<S extends StoreContracts>(
  contracts: S,
  owner: string,
  context: UnitOfWorkContext,
  collect: (uow: UnitOfWorkOf<S>) => void,
  expect: readonly Expectation[] = [],
): CollectedUnit {
  const parsed = parsedContext(context);
  if (context.spaceId !== owner) {
    throw invalid({ store: 'context', field: 'spaceId' }, 'This unit of work is meant for another space.');
  }
  const sink: Sink = { open: true, collected: [] };
  try {
    collectAlone(() => collect(builderFor(contracts, sink)));
  } finally {
    sink.open = false;
  }
  const { collected } = sink;
  collected.sort((a, b) => a.phase - b.phase);
  const commands = collected.map(({ command }) => command);
  return {
    context: parsed,
    commands,
    expect: expect.length === 0 ? expect : parsedExpectations(expect),
    ...weighed(commands),
    erases: collected.some(({ erases }) => erases),
  };
}

function weighed(commands: readonly Command[]): { bytes: number; transfer: ArrayBuffer[] } {
  let bytes = 256;
  const transfer: ArrayBuffer[] = [];
  for (const { input } of commands) {
    if (typeof input !== 'object' || input === null) continue;
    for (const value of Object.values(input)) {
      if (typeof value === 'string') bytes += value.length;
      else if (value instanceof Uint8Array) {
        bytes += value.byteLength;
        const whole = value.byteOffset === 0 && value.byteLength === value.buffer.byteLength;
        if (whole && value.byteLength >= TRANSFER_BYTES && value.buffer instanceof ArrayBuffer) {
          transfer.push(value.buffer);
        }
      } else bytes += 32;
    }
  }
  return { bytes, transfer: [...new Set(transfer)] };
}
