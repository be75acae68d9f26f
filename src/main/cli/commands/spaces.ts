/** space create|list */
import { spaceNameSchema } from '../../../shared/contracts/primitives.ts';
import type { Space } from '../../../shared/contracts/vaults.ts';
import { parseInput } from '../input.ts';
import type { CommandResult } from '../output.ts';
import { type GlobalOptions, parseSpaceName, withVault } from '../session.ts';

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
