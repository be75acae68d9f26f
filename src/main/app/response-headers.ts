/**
 * The headers of everything that `app://vault/` answers.
 *
 * Invariant: nothing is answered without a Content-Security-Policy and `nosniff`, and nothing is kept in a cache.
 */

/**
 * The page may load its own scripts, styles, pictures and fonts and nothing else: no inline, no eval, no data:
 * URL, no frame, no form. `connect-src` is for the page's own files; the conversation with main is not a request.
 */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A picture is shown in our page by `img`. Opened by itself it may do nothing at all. */
const ATTACHMENT_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

const POLICIES = { page: PAGE_POLICY, attachment: ATTACHMENT_POLICY } as const;

/** An answer with a body. */
export function withPolicy(
  kind: keyof typeof POLICIES,
  body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>,
  mediaType: string,
): Response {
  return new Response(body, { headers: headers(kind, mediaType) });
}

/** An answer without a body, for what is not there or is refused. */
export function plainAnswer(status: 403 | 404 | 415 | 500): Response {
  return new Response(null, { status, headers: headers('attachment', 'text/plain') });
}

const headers = (kind: keyof typeof POLICIES, mediaType: string): Record<string, string> => ({
  'Content-Type': mediaType,
  'Content-Security-Policy': POLICIES[kind],
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-DNS-Prefetch-Control': 'off',
  // Unsealed content stays in memory, and a page file is read anew after an update.
  'Cache-Control': 'no-store',
});
