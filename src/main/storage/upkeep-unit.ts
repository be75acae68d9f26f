/**
 * Collects the engine's own notes: typed calls on the stores that hold them, parsed as a unit of work's commands are.
 *
 * Invariant: stores of records are not among them; the writer's thread refuses them too.
 */
import type { Command, StoreContracts, UpkeepOf } from './contract.ts';
import { parseInput } from './unit-of-work.ts';

export function collectUpkeep<S extends StoreContracts>(
  contracts: S,
  collect: (notes: UpkeepOf<S>) => void,
): readonly Command[] {
  const commands: Command[] = [];
  const builder: Record<string, Record<string, (input: unknown) => void>> = {};
  for (const { name: store, commands: ops, upkeep } of Object.values(contracts)) {
    if (upkeep !== true) continue;
    builder[store] = Object.fromEntries(
      Object.entries(ops).map(([op, { input: schema }]) => [
        op,
        (input: unknown): void => {
          commands.push({ store, op, input: parseInput(store, op, schema, input) });
        },
      ]),
    );
  }
  // Made from the very contracts that the type is made of.
  collect(builder as unknown as UpkeepOf<S>);
  return commands;
}
