/** What a command does, as the declarations of commands name it: loaded when the command is asked for. */
import type { CommandResult } from './output.ts';

export type Act<A extends unknown[]> = (options: never, ...args: A) => Promise<CommandResult>;

/** Makes the function that Commander calls. */
export type ActionOf = <A extends unknown[]>(
  load: () => Promise<Act<A>>,
) => (...given: unknown[]) => Promise<void>;
