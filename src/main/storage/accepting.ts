/**
 * A contract's schema worked out beforehand to the one question that is asked with every command: is this input as
 * the contract says, and what is it then?
 *
 * Zod finds every fault and words it; a valid input needs neither, and just after the disk was waited for its many
 * small steps run from cold memory. Invariants: the contracts stay the one source of truth; what is accepted here is
 * what zod gives, value for value (a test holds the two against each other); whatever is refused or not understood
 * here is left to zod, so that every error is zod's.
 */
import type { z } from 'zod';

/** Given back where zod must look: the input is wrong, or the schema has something this file does not know. */
export const UNDECIDED: unique symbol = Symbol('undecided');

/** The parsed value, a copy in all its objects and lists, or UNDECIDED. */
export type Acceptor = (value: unknown) => unknown;

/** A step over a value that already has its type: gives it back, changed where the contract changes it. */
type Step<T> = (value: T) => T | typeof UNDECIDED;

/** The parts of zod's definitions that are read here; each is looked at only where `type` or `check` says it is there. */
interface Definition {
  readonly type?: string;
  readonly check?: string;
  readonly format?: string;
  readonly coerce?: boolean;
  readonly checks?: readonly { readonly _zod: { readonly def: Definition } }[];
  readonly shape?: Readonly<Record<string, Node>>;
  readonly catchall?: Node;
  readonly innerType?: Node;
  readonly element?: Node;
  readonly options?: readonly Node[];
  /** Of a union: false where exactly one option must fit. Of a limit: true where it is itself allowed. */
  readonly inclusive?: boolean;
  readonly entries?: Readonly<Record<string, string | number>>;
  readonly values?: readonly unknown[];
  readonly defaultValue?: unknown;
  readonly pattern?: RegExp;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly length?: number;
  readonly value?: unknown;
  readonly fn?: (value: unknown) => unknown;
  readonly tx?: (value: unknown) => unknown;
}

interface Node {
  readonly _zod: { readonly def: Definition };
}

/** Thrown while a schema is worked out, never afterwards. */
class NotUnderstood extends Error {}

const acceptors = new WeakMap<z.ZodType, Acceptor>();
const undecided: Acceptor = () => UNDECIDED;

/** Worked out at the first call with this schema, then kept. */
export function acceptorOf(schema: z.ZodType): Acceptor {
  const known = acceptors.get(schema);
  if (known !== undefined) return known;
  let acceptor = undecided;
  try {
    acceptor = accept(schema as Node);
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
  }
  acceptors.set(schema, acceptor);
  return acceptor;
}

function accept({ _zod: { def } }: Node): Acceptor {
  switch (def.type) {
    case 'string':
      return typed((value): value is string => typeof value === 'string', lengths(def));
    case 'number':
      return typed(numberTest(def), limits(def));
    case 'boolean':
      return typed((value): value is boolean => typeof value === 'boolean', none(def));
    case 'enum':
      return oneOf(Object.values(def.entries ?? {}), def);
    case 'literal':
      return oneOf(def.values ?? [], def);
    case 'null':
      return oneOf([null], def);
    case 'custom':
      return custom(def);
    case 'nullable':
      return orElse(null, def);
    case 'optional':
      return orElse(undefined, def);
    case 'default':
      return defaulted(def);
    case 'array':
      return list(def);
    case 'object':
      return object(def);
    case 'union':
      return firstOf(def);
    default:
      throw new NotUnderstood();
  }
}

function typed<T>(is: (value: unknown) => value is T, steps: readonly Step<T>[]): Acceptor {
  return (value) => {
    if (!is(value)) return UNDECIDED;
    let current: T = value;
    for (const step of steps) {
      const next = step(current);
      if (next === UNDECIDED) return UNDECIDED;
      current = next;
    }
    return current;
  };
}

/** Checks that every kind of value may carry; the others are the caller's. */
function steps<T>(def: Definition, known: (check: Definition) => Step<T> | null): Step<T>[] {
  if (def.coerce === true) throw new NotUnderstood();
  // A format (`z.uuid()`, `z.int()`) is a check of its own that stands in the schema itself.
  const own = def.check === undefined ? [] : [def];
  return [...own, ...(def.checks ?? []).map((check) => check._zod.def)].map((check) => {
    const step = known(check) ?? general<T>(check);
    if (step === null) throw new NotUnderstood();
    return step;
  });
}

function general<T>(check: Definition): Step<T> | null {
  const { fn, tx } = check;
  if (check.check === 'custom' && fn !== undefined) return only((value) => settled(fn(value)));
  // A transformation keeps the type: zod offers it (trim, for one) for strings and the like alone.
  if (check.check === 'overwrite' && tx !== undefined) return (value) => tx(value) as T;
  return null;
}

/** A check that waits for something is zod's to run. */
function settled(verdict: unknown): boolean {
  return Boolean(verdict) && !(verdict instanceof Promise);
}

function only<T>(holds: (value: T) => boolean): Step<T> {
  return (value) => (holds(value) ? value : UNDECIDED);
}

function none(def: Definition): Step<boolean>[] {
  return steps<boolean>(def, () => null);
}

function sized<T extends { readonly length: number }>({ check, ...given }: Definition): Step<T> | null {
  const { minimum = 0, maximum = 0, length } = given;
  if (check === 'min_length') return only((value) => value.length >= minimum);
  if (check === 'max_length') return only((value) => value.length <= maximum);
  return check === 'length_equals' ? only((value) => value.length === length) : null;
}

function lengths(def: Definition): Step<string>[] {
  return steps<string>(def, (check) => {
    const { pattern } = check;
    if (check.check !== 'string_format') return sized<string>(check);
    // Formats that are more than their pattern (an address, a JSON text) are left to zod.
    if (pattern === undefined || !['regex', 'uuid', 'guid'].includes(check.format ?? '')) return null;
    if (pattern.global || pattern.sticky) return null;
    return only((text) => pattern.test(text));
  });
}

function numberTest(def: Definition): (value: unknown) => value is number {
  if (def.check === undefined) return (value): value is number => Number.isFinite(value);
  if (def.format !== 'safeint') throw new NotUnderstood();
  return (value): value is number => Number.isSafeInteger(value);
}

function limits(def: Definition): Step<number>[] {
  return steps<number>(def, ({ check, value: limit, inclusive }) => {
    // Judged by `numberTest`.
    if (check === 'number_format') return (value) => value;
    if (typeof limit !== 'number') return null;
    if (check === 'greater_than') return only((value) => (inclusive ? value >= limit : value > limit));
    if (check === 'less_than') return only((value) => (inclusive ? value <= limit : value < limit));
    return null;
  });
}

function oneOf(values: readonly unknown[], def: Definition): Acceptor {
  if ((def.checks ?? []).length > 0) throw new NotUnderstood();
  const allowed = new Set(values);
  return (value) => (allowed.has(value) ? value : UNDECIDED);
}

function custom(def: Definition): Acceptor {
  const { fn } = def;
  if (fn === undefined || (def.checks ?? []).length > 0) throw new NotUnderstood();
  return (value) => (settled(fn(value)) ? value : UNDECIDED);
}

function inner(def: Definition): Acceptor {
  if (def.innerType === undefined || (def.checks ?? []).length > 0) throw new NotUnderstood();
  return accept(def.innerType);
}

function orElse(other: null | undefined, def: Definition): Acceptor {
  const accepts = inner(def);
  return (value) => (value === other ? value : accepts(value));
}

function defaulted(def: Definition): Acceptor {
  const accepts = inner(def);
  const { defaultValue } = def;
  // A default that is an object would have to be copied as zod copies it.
  if (typeof defaultValue === 'object' && defaultValue !== null) throw new NotUnderstood();
  return (value) => (value === undefined ? defaultValue : accepts(value));
}

function list(def: Definition): Acceptor {
  if (def.element === undefined) throw new NotUnderstood();
  const accepts = accept(def.element);
  const checks = steps<unknown[]>(def, (check) => sized(check));
  const judged = typed((value): value is unknown[] => Array.isArray(value), checks);
  return (value) => {
    if (!Array.isArray(value)) return UNDECIDED;
    const copy: unknown[] = [];
    for (const item of value) {
      const accepted = accepts(item);
      if (accepted === UNDECIDED) return UNDECIDED;
      copy.push(accepted);
    }
    return judged(copy);
  };
}

/** As zod has it: the first that fits. */
function firstOf(def: Definition): Acceptor {
  if (def.options === undefined || def.inclusive === false || (def.checks ?? []).length > 0) {
    throw new NotUnderstood();
  }
  const options = def.options.map(accept);
  return (value) => {
    for (const accepts of options) {
      const accepted = accepts(value);
      if (accepted !== UNDECIDED) return accepted;
    }
    return UNDECIDED;
  };
}

function object(def: Definition): Acceptor {
  if (def.shape === undefined || (def.checks ?? []).length > 0) throw new NotUnderstood();
  const strict = def.catchall?._zod.def.type === 'never';
  if (def.catchall !== undefined && !strict) throw new NotUnderstood();
  const fields = Object.entries(def.shape).map(([key, node]) => ({ key, accepts: accept(node) }));
  const known = new Set(fields.map(({ key }) => key));
  if (known.has('__proto__')) throw new NotUnderstood();
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return UNDECIDED;
    const copy: Record<string, unknown> = {};
    for (const { key, accepts } of fields) {
      const accepted = accepts(Reflect.get(value, key));
      if (accepted === UNDECIDED) return UNDECIDED;
      // A field that may be left out and was is left out of the copy, too.
      if (accepted !== undefined || key in value) copy[key] = accepted;
    }
    if (strict && Object.keys(value).some((key) => !known.has(key))) return UNDECIDED;
    return copy;
  };
}
