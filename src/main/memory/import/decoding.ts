/** Bytes to text, strictly: what is not UTF-8 is refused, never repaired into question marks. */
import { Refused } from './entries.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Text without its byte order mark. Throws `Refused` INVALID_UTF8. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new Refused('INVALID_UTF8', undefined, cause);
  }
}

/** Cuts at a length in UTF-16 units without halving a character. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = text.slice(0, length - 1);
  return `${end.isWellFormed() ? end : end.slice(0, -1)}…`;
}
