/** compression: how the texts of a space are packed before they are sealed. */
import { z } from 'zod';
import { type Codec, codecSchema } from '../../../../shared/contracts/compression.ts';
import { command, query } from '../../contract.ts';

export const compressionContract = {
  name: 'compression',
  commands: {
    /** For what is written from now on; what is there stays as it is and opens as before. */
    choose: command('write', z.object({ codec: codecSchema })),
  },
  queries: {
    /** The choice, and what this runtime could do. */
    current: query<{ codec: Codec; available: Codec[] }>()(z.object({})),
  },
} as const;
