/** How arguments of commands are read. */
import { InvalidArgumentError } from 'commander';

/** A whole number above 0. */
export function wholeNumber(value: string): number {
  const parsed = Number(value);
  if (!Number.isSafeInteger(parsed) || parsed < 1)
    throw new InvalidArgumentError('It is not a whole number above 0.');
  return parsed;
}
