/** Bounds that both sides of the wall check, each with its unit. */
export const LIMITS = {
  /** Characters (UTF-16 code units). */
  titleLength: 500,
  /** UTF-8 bytes of one memory's text. */
  textBytes: 16 * 1024 * 1024,
  tagLength: 80,
  tagsPerMemory: 100,
  personLength: 120,
  peoplePerMemory: 100,
  externalIdLength: 500,
  kindLength: 40,
  /** Bytes of one attachment. */
  attachmentBytes: 256 * 1024 * 1024,
  attachmentsPerMemory: 200,
  /** Rows of one page of a list. */
  pageRows: 200,
  /** Of what is written beside a reminder, a goal, a mood or a scenario. */
  noteLength: 4000,
  queryLength: 1000,
  /** Characters of a literal in the graph. */
  literalLength: 65_536,
  sequenceMemories: 5000,
  passphraseMinLength: 8,
  passphraseMaxLength: 1024,
} as const;
