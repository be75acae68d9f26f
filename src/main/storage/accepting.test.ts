import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { acceptorOf, UNDECIDED } from './accepting.ts';
import { SPACE_CONTRACTS, VAULT_CONTRACTS } from './stores/contracts.ts';
import { memory } from './testing/databases.ts';
import { spoiled } from './testing/store-acceptance.ts';

/** What zod says, in the words of an acceptor. */
function byZod(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : UNDECIDED;
}

const leaf = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('GREEN', 'BLACK', 'note', '', ' padded ', '\ud800', 'a'.repeat(64), 'x'.repeat(20_000)),
  fc.uuid(),
  fc.integer(),
  fc.double(),
  fc.constantFrom(null, undefined, true, false, Number.NaN, -0, 2 ** 53, new Uint8Array(3), new Date(0)),
);
const anything = fc.oneof(leaf, fc.array(leaf, { maxLength: 3 }), fc.dictionary(fc.string(), leaf));

describe('every schema of every store', () => {
  const schemas = Object.values({ ...SPACE_CONTRACTS, ...VAULT_CONTRACTS }).flatMap((contract) =>
    [...Object.entries(contract.commands), ...Object.entries(contract.queries)].map(
      ([op, { input }]): [string, z.ZodType] => [`${contract.name}.${op}`, input],
    ),
  );

  it.each(schemas)('%s takes nothing that zod refuses, and gives what zod gives', (_, schema) => {
    const keys = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
    const shaped = fc.record(Object.fromEntries(keys.map((key) => [key, anything])), { requiredKeys: [] });
    fc.assert(
      fc.property(fc.oneof(shaped, anything), (value) => {
        const accepted = acceptorOf(schema)(value);
        if (accepted !== UNDECIDED) expect(accepted).toStrictEqual(byZod(schema, value));
      }),
      { numRuns: 60 },
    );
  });
});

it('decides as zod does about a memory, whole, trimmed, stripped and spoiled', () => {
  const schema = SPACE_CONTRACTS.episodic.commands.append.input;
  const good = memory({
    tags: [' padded '],
    externalId: 'a',
    sourceDigest: 'a'.repeat(64),
  });
  const inputs = [
    good,
    { ...good, more: 1 },
    ...spoiled(good, (value) => [
      null,
      undefined,
      '',
      '\ud800',
      'x'.repeat(600),
      1.5,
      -1,
      [],
      {},
      `${value}`,
    ]),
    ...Object.keys(good).map((key) => Object.fromEntries(Object.entries(good).filter(([k]) => k !== key))),
  ];
  for (const input of inputs) expect(acceptorOf(schema)(input)).toStrictEqual(byZod(schema, input));
  expect(acceptorOf(schema)(good)).not.toBe(UNDECIDED);
});

it('gives copies, so that what the caller changes later is not written', () => {
  const input = memory({ tags: ['one'] });
  const accepted = acceptorOf(SPACE_CONTRACTS.episodic.commands.append.input)(input);
  input.tags.push('two');
  input.title = 'changed';
  expect(accepted).toMatchObject({ tags: ['one'], title: 'A day in the garden' });
});

it('leaves to zod what it does not know', () => {
  const unknown = [
    z.object({ at: z.coerce.number() }),
    z.looseObject({}),
    z.object({ mail: z.email() }),
    z.object({ text: z.string() }).refine(() => true),
    z.record(z.string(), z.number()),
    z.string().transform((text) => text.length),
    z.object({ list: z.array(z.string()).default([]) }),
  ];
  for (const schema of unknown) expect(acceptorOf(schema)({ text: '', list: [] })).toBe(UNDECIDED);
});
