/** space create|list|compression */
import { codecSchema } from '../../../shared/contracts/compression.ts';
import { spaceNameSchema } from '../../../shared/contracts/primitives.ts';
import type { Space } from '../../../shared/contracts/vaults.ts';
import { parseInput } from '../input.ts';
import type { CommandResult } from '../output.ts';
import { type GlobalOptions, parseSpaceName, spaceId, withVault } from '../session.ts';

export function createSpace(
  options: GlobalOptions & { readonly people?: readonly string[] },
  given: string,
): Promise<CommandResult> {
  const { tier, name } = parseSpaceName(given);
  const input = { tier, name: parseInput(spaceNameSchema.safeParse(name)), people: options.people ?? [] };
  return withVault(options, async ({ vault }) => result([await vault.createSpace(input)]));
}

export function listSpaces(options: GlobalOptions): Promise<CommandResult> {
  return withVault(options, async ({ vault }) => result(await vault.spaces()));
}

/** Says how a space packs its texts, or changes it for what is written from now on. */
export function spaceCompression(
  options: GlobalOptions,
  space: string,
  codec: string | undefined,
): Promise<CommandResult> {
  const chosen = codec === undefined ? null : parseInput(codecSchema.safeParse(codec));
  return withVault(options, async ({ application, vault }) => {
    const { compression } = application.memories;
    const id = spaceId(vault, space);
    const current = chosen === null ? await compression.current(id) : await compression.choose(id, chosen);
    return {
      json: { compression: current.codec, available: current.available },
      lines: [
        current.codec === 'none'
          ? 'Texts are not packed before they are sealed.'
          : `New texts are packed with ${current.codec} before they are sealed.`,
      ],
    };
  });
}

function result(spaces: readonly Space[]): CommandResult {
  return {
    json: {
      spaces: spaces.map(({ id, tier, name, memories, bytes, generation, people, problem }) => ({
        name: `${tier}:${name}`,
        id,
        tier,
        memories,
        bytes,
        generation,
        people: people.map((person) => person.name),
        ...(problem === null ? {} : { problem }),
      })),
    },
    lines: spaces.map(({ tier, name, memories, problem }) =>
      problem === null ? `${tier}:${name}  ${memories} memories` : `${tier}:${name}  ${problem.message}`,
    ),
  };
}
