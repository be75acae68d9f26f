/**
 * HTML in a memory's text is text.
 *
 * A remark plugin that takes HTML out of the Markdown grammar itself: no node of the tree ever holds any, its
 * characters are shown as they were written, and the Markdown around them is set as usual.
 */

const WITHOUT_HTML = { disable: { null: ['htmlFlow', 'htmlText'] } };

/** What the plugin needs to know of the parser it is part of. */
interface Parser {
  data(): object;
}

/** remark plugin. */
export function remarkPlainHtml(this: Parser): void {
  const data: { micromarkExtensions?: unknown[] } = this.data();
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), WITHOUT_HTML];
}
