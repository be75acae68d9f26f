/**
 * What a store promises: its commands and queries, each with the shape it takes.
 *
 * A command is data: `{ store, op, input }`. It is parsed against its contract when it is collected, on the
 * caller's side, and crosses to the writer's thread as it is. Answers and outputs are typed here and not parsed
 * again: both ends of a thread are one and the same build.
 */
import type { z } from 'zod';

/**
 * The order of commands inside one unit, whatever order they were collected in: `retract` sees records as they
 * were, `write` changes them, `index` sees them as they have become.
 */
export const PHASES = ['retract', 'write', 'index'] as const;
export type Phase = (typeof PHASES)[number];

export interface CommandContract<I extends z.ZodType = z.ZodType> {
  readonly phase: Phase;
  readonly input: I;
  /** True where it takes something away for good: the write-ahead log is then emptied soon after. */
  readonly erases: boolean;
}

export interface QueryContract<I extends z.ZodType = z.ZodType, O = unknown> {
  readonly input: I;
  /** Never there at run time: it carries the output's type. */
  readonly output?: O;
}

export interface StoreContract {
  readonly name: string;
  readonly commands: Readonly<Record<string, CommandContract>>;
  readonly queries: Readonly<Record<string, QueryContract>>;
  /**
   * True for the engine's own notes (how far a check has come, how fast things were): no record of anybody's, so they
   * are written by `database.upkeep`, without receipts, and by no unit of work.
   */
  readonly upkeep?: true;
}

export type StoreContracts = Readonly<Record<string, StoreContract>>;

export function command<I extends z.ZodType>(
  phase: Phase,
  input: I,
  { erases = false }: { readonly erases?: boolean } = {},
): CommandContract<I> {
  return { phase, input, erases };
}

/** `query<Output>()(inputSchema)`: two calls, because TypeScript infers all type arguments or none. */
export function query<O>(): <I extends z.ZodType>(input: I) => QueryContract<I, O> {
  return (input) => ({ input });
}

/** A collected command, as it crosses to the writer's thread. */
export interface Command {
  readonly store: string;
  readonly op: string;
  readonly input: unknown;
}

/** The builder that a unit of work hands to its caller: `uow.<store>.<command>(input)`. */
export type UnitOfWorkOf<S extends StoreContracts> = BuilderOf<{
  readonly [N in keyof S as S[N] extends { readonly upkeep: true } ? never : N]: S[N];
}>;

/** The builder of notes: the stores that a unit of work does not have. */
export type UpkeepOf<S extends StoreContracts> = BuilderOf<{
  readonly [N in keyof S as S[N] extends { readonly upkeep: true } ? N : never]: S[N];
}>;

type BuilderOf<S extends StoreContracts> = {
  readonly [N in keyof S]: {
    readonly [C in keyof S[N]['commands']]: (input: z.input<S[N]['commands'][C]['input']>) => void;
  };
};

/** `'<store>.<query>'` for every query of a set of stores. */
export type QueryNameOf<S extends StoreContracts> = {
  [N in keyof S & string]: `${N}.${keyof S[N]['queries'] & string}`;
}[keyof S & string];

type QueryOf<S extends StoreContracts, Q> = Q extends `${infer N}.${infer M}`
  ? N extends keyof S
    ? M extends keyof S[N]['queries']
      ? S[N]['queries'][M]
      : never
    : never
  : never;

export type QueryInputOf<S extends StoreContracts, Q> =
  QueryOf<S, Q> extends QueryContract<infer I, unknown> ? z.input<I> : never;

export type QueryOutputOf<S extends StoreContracts, Q> =
  QueryOf<S, Q> extends QueryContract<z.ZodType, infer O> ? O : never;

/** The parsed input of a store's command: what the store itself receives. */
export type CommandInput<C extends StoreContract, N extends keyof C['commands']> = z.output<
  C['commands'][N]['input']
>;

/** The parsed input of a store's query. */
export type QueryInput<C extends StoreContract, N extends keyof C['queries']> = z.output<
  C['queries'][N]['input']
>;

/** The output of a store's query. */
export type QueryOutput<C extends StoreContract, N extends keyof C['queries']> = Exclude<
  C['queries'][N]['output'],
  undefined
>;
