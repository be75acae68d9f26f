/** What a channel is: the shape it takes and the shape it answers. */
import { z } from 'zod';
import { LIMITS } from '../limits.ts';

export const channel = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output });

export const nothing = z.object({});
/** Rows of one page of a list. */
export const pageLimit = z.int().min(1).max(LIMITS.pageRows);
