/** How the texts of a space are packed before they are sealed. */
import { z } from 'zod';

export const CODECS = ['none', 'brotli', 'zstd'] as const;
export const codecSchema = z.enum(CODECS);
export type Codec = z.infer<typeof codecSchema>;
