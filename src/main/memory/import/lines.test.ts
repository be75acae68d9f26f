import { open } from 'node:fs/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { Scratch } from '../testing/scratch.ts';
import { countLines, readLines } from './lines.ts';

const scratch = new Scratch();
afterAll(() => scratch.remove());

async function linesOf(content: string | Uint8Array, limit = 1000): Promise<(string | null)[]> {
  const handle = await open(scratch.file('lines', content));
  try {
    const lines: (string | null)[] = [];
    for await (const { number, bytes } of readLines(handle, limit)) {
      expect(number).toBe(lines.length + 1);
      lines.push(bytes === null ? null : Buffer.from(bytes).toString('utf8'));
    }
    const { signal } = new AbortController();
    expect(await countLines(handle, signal)).toBe(lines.length);
    return lines;
  } finally {
    await handle.close();
  }
}

describe('lines of a file', () => {
  it('come with and without a last newline, with \\r\\n, and without a byte order mark', async () => {
    expect(await linesOf('a\nb\n')).toEqual(['a', 'b']);
    expect(await linesOf('a\r\nb')).toEqual(['a', 'b']);
    expect(await linesOf('\uFEFFa\n\nb')).toEqual(['a', '', 'b']);
    expect(await linesOf('')).toEqual([]);
  });

  it('longer than a chunk come whole, longer than the limit are skipped and counted', async () => {
    const long = 'x'.repeat(700_000);
    expect(await linesOf(`a\n${long}\nb\n`, 1_000_000)).toEqual(['a', long, 'b']);
    expect(await linesOf(`a\n${long}\nb\n${long}`, 500_000)).toEqual(['a', null, 'b', null]);
    expect(await linesOf(`${'y'.repeat(11)}\nb`, 10)).toEqual([null, 'b']);
  });

  it('are the same wherever the chunks fall', async () => {
    const lines = Array.from({ length: 9000 }, (_, index) => `${index} ${'ü'.repeat(index % 97)}`);
    expect(await linesOf(lines.join('\n'))).toEqual(lines);
  });
});
