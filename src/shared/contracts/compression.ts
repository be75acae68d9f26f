/** How the texts of a space are packed before they are sealed. */
import { z } from 'zod';

export const CODECS = ['none', 'brotli', 'zstd'] as const;
export const codecSchema = z.enum(CODECS);
export type Codec = z.infer<typeof codecSchema>;

export const compressionChoiceSchema = z.object({
  codec: codecSchema,
  /** What this runtime can pack and unpack with. */
  available: z.array(codecSchema),
});
export type CompressionChoice = z.infer<typeof compressionChoiceSchema>;
