/** The product's sign: a bound book with its ribbon. */

/** Decoration; the name stands beside it. */
export function Wordmark() {
  return (
    <svg aria-hidden viewBox="0 0 36 44" fill="none" className="h-11 w-9">
      <path d="M6 1h27a2 2 0 0 1 2 2v34H6a5 5 0 0 0-5 5V6a5 5 0 0 1 5-5Z" className="fill-fill" />
      <path
        d="M35 37H5.5a3 3 0 0 0 0 6H35"
        className="fill-raised stroke-fill"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
      <path d="M24 1h6v17l-3-3-3 3Z" className="fill-ribbon" />
    </svg>
  );
}
