/** The product's sign: a book that is kept, with its ribbon. */

/** Decoration; the name stands beside it. */
export function Wordmark({ className = 'size-12' }: { readonly className?: string }) {
  return (
    <svg aria-hidden viewBox="0 0 48 48" fill="none" className={className}>
      <path
        d="M11 9.5A3.5 3.5 0 0 1 14.500 6H37a1 1 0 0 1 1 1v34a1 1 0 0 1-1 1H14.500A3.500 3.500 0 0 1 11 38.500Z"
        className="fill-accent"
      />
      <path d="M14.500 36H38v5H14.500a2.500 2.500 0 0 1 0-5Z" className="fill-paper" />
      <path d="M28 6h5v16l-2.500-2.500L28 22Z" className="fill-mark" />
    </svg>
  );
}
