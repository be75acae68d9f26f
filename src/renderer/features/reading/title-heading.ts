/**
 * A text that opens with its own title.
 *
 * Notes from elsewhere often begin with `# Title`, and the import keeps texts as they were. The reading view sets
 * the title above the text, so the same words are not set a second time. The memory itself is not changed.
 */

/** The text without a first heading that says the same as the title. */
export function withoutTitleHeading(text: string, title: string): string {
  const heading = /^\s*#{1,2}[ \t]+(.+?)[ \t]*#*[ \t]*(?:\r?\n|$)/u.exec(text);
  if (heading === null || heading[1]?.trim() !== title.trim()) return text;
  return text.slice(heading[0].length).replace(/^(?:[ \t]*\r?\n)+/u, '');
}
