/**
 * Obsidian's links in Markdown text: `[[Title]]`, `[[Title|shown]]`, `[[Title#part]]`, `![[image.png]]`.
 *
 * A remark plugin that turns them into ordinary link and image nodes with addresses of our own, which
 * `markdown-text.tsx` knows how to show. It works on the tree, never on the source, so a wiki link inside
 * code stays code. It resolves nothing: which memory has that title is asked when the link is followed.
 */

/** Scheme of links to a memory by its title. */
const TITLE_SCHEME = 'memory-title:';

export type WikiPiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly title: string; readonly shown: string }
  | { readonly kind: 'embed'; readonly name: string; readonly shown: string };

const WIKI_LINK = /(!?)\[\[([^[\]|\n]{1,500})(?:\|([^[\]\n]{0,500}))?\]\]/gu;

/** Splits text into plain pieces and wiki links. */
export function wikiPieces(text: string): WikiPiece[] {
  const pieces: WikiPiece[] = [];
  let from = 0;
  for (const match of text.matchAll(WIKI_LINK)) {
    const [whole, bang, target = '', shown = ''] = match;
    const title = target.split('#', 1)[0]?.trim() ?? '';
    // `[[#part]]` points inside the same text; there is nowhere to go, so it stays as it was written.
    if (title === '') continue;
    if (match.index > from) pieces.push({ kind: 'text', text: text.slice(from, match.index) });
    if (bang === '!') pieces.push({ kind: 'embed', name: title, shown: title });
    else pieces.push({ kind: 'link', title, shown: shown.trim() || target.trim() });
    from = match.index + whole.length;
  }
  if (from < text.length) pieces.push({ kind: 'text', text: text.slice(from) });
  return pieces;
}

/** The address under which a link to a title stands in the tree. */
export function titleAddress(title: string): string {
  return `${TITLE_SCHEME}${encodeURIComponent(title)}`;
}

/** The title a link of ours points to; null for every other address. */
export function titleOfAddress(address: string): string | null {
  if (!address.startsWith(TITLE_SCHEME)) return null;
  try {
    return decodeURIComponent(address.slice(TITLE_SCHEME.length));
  } catch {
    return null;
  }
}

/** What the plugin needs to know of a node of the Markdown tree. */
interface TreeNode {
  type: string;
  value?: string;
  url?: string;
  alt?: string;
  children?: TreeNode[];
}

function asNode(piece: WikiPiece): TreeNode {
  switch (piece.kind) {
    case 'text':
      return { type: 'text', value: piece.text };
    case 'link':
      return {
        type: 'link',
        url: titleAddress(piece.title),
        children: [{ type: 'text', value: piece.shown }],
      };
    case 'embed':
      return { type: 'image', url: encodeURI(piece.name), alt: piece.shown };
  }
}

function rewrite(node: TreeNode): void {
  // A link inside a link cannot be shown; the outer one wins.
  if (node.children === undefined || node.type === 'link' || node.type === 'linkReference') return;
  node.children = node.children.flatMap((child) => {
    if (child.type !== 'text' || child.value?.includes('[[') !== true) return [child];
    return wikiPieces(child.value).map(asNode);
  });
  for (const child of node.children) rewrite(child);
}

/** remark plugin. */
export function remarkWikiLinks(): (tree: TreeNode) => void {
  return rewrite;
}
