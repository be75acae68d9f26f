/** workspace: what is being worked on. For now drafts, sealed like memories. */
import { z } from 'zod';
import { type Band, bandSchema } from '../../../../shared/bands.ts';
import { idSchema, wellFormedText } from '../../../../shared/contracts/primitives.ts';
import { LIMITS } from '../../../../shared/limits.ts';
import { command, query } from '../../contract.ts';

export interface DraftRow {
  readonly id: string;
  readonly baseVersion: number | null;
  readonly band: Band;
  /** As it was given to `saveDraft`. */
  readonly content: string;
  readonly savedMs: number;
}

export const workspaceContract = {
  name: 'workspace',
  commands: {
    /** Saves or replaces; `content` is the caller's own JSON text, sealed under the band's key. */
    saveDraft: command(
      'write',
      z.object({
        id: idSchema,
        baseVersion: z.int().positive().nullable(),
        band: bandSchema,
        content: wellFormedText.max(LIMITS.textBytes * 2),
      }),
    ),
    /** Nothing where there is none. */
    discardDraft: command('write', z.object({ id: idSchema }), { erases: true }),
  },
  queries: {
    /** Last saved first. */
    drafts: query<DraftRow[]>()(z.object({})),
  },
} as const;
