/** search */
import { open } from 'node:fs/promises';
import { z } from 'zod';
import type { SearchHit } from '../../../shared/contracts/memories.ts';
import { VaultError } from '../../../shared/errors.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { parseInput } from '../input.ts';
import type { CommandResult } from '../output.ts';
import { type CommandSession, type GlobalOptions, spaceId, withVault } from '../session.ts';

export interface SearchOptions extends GlobalOptions {
  readonly space?: string;
  readonly mode: string;
  readonly k: number;
  readonly queries?: string;
  readonly out?: string;
}

const MOST_HITS = 1000;
const querySchema = z.object({
  qid: z.union([z.string(), z.number()]),
  query: z.string().max(LIMITS.queryLength),
});

export async function search(options: SearchOptions, query: string | undefined): Promise<CommandResult> {
  if (options.mode !== 'text') {
    throw new VaultError('INVALID_INPUT', 'This version finds memories by their words only.', {
      hint: 'Use --mode text.',
    });
  }
  const { queries, out } = options;
  if ((query === undefined) === (queries === undefined) || (queries === undefined) !== (out === undefined)) {
    throw new VaultError('INVALID_INPUT', 'Give one query, or --queries with --out.', {
      hint: 'See --help.',
    });
  }
  if (queries !== undefined && out !== undefined)
    return withVault(options, (session) => searchMany(session, options, queries, out));
  const text = parseInput(querySchema.shape.query.safeParse(query));
  return withVault(options, async (session) => {
    const { hits, milliseconds } = await ask(session, options, text);
    return {
      json: {
        hits: hits.map(({ memory, score, snippet, why }) => ({
          id: memory.id,
          externalId: memory.externalId,
          score,
          snippet: snippet.map((piece) => piece.text).join(''),
          why,
          title: memory.title,
          at: memory.at,
        })),
        ms: milliseconds,
      },
      lines: hits.map(({ memory, snippet }) => {
        const passage = snippet.map(({ text: piece, match }) => (match ? `[${piece}]` : piece)).join('');
        return `${memory.id}  ${memory.at.slice(0, 10)}  ${memory.title}  ${passage.replace(/\s+/g, ' ')}`;
      }),
    };
  });
}

function ask(
  { application, vault }: CommandSession,
  options: SearchOptions,
  query: string,
): Promise<{ hits: SearchHit[]; milliseconds: number }> {
  const space = options.space === undefined ? null : spaceId(vault, options.space);
  return application.memories.search.search({ spaceId: space, query, limit: Math.min(options.k, MOST_HITS) });
}

/** One line of answer for each line of question, in order. */
async function searchMany(
  session: CommandSession,
  options: SearchOptions,
  queries: string,
  out: string,
): Promise<CommandResult> {
  const source = await open(queries, 'r').catch((cause: unknown) => {
    throw new VaultError('SOURCE_NOT_FOUND', 'The file of queries may not be read or is not there.', {
      hint: 'Check its path.',
      cause,
    });
  });
  const target = await open(out, 'w', 0o600).catch(async (cause: unknown) => {
    await source.close();
    throw new VaultError('STORAGE_UNAVAILABLE', 'The file for the answers cannot be written.', {
      hint: 'Choose another folder.',
      cause,
    });
  });
  let answered = 0;
  let ms = 0;
  try {
    for await (const line of source.readLines({ encoding: 'utf8' })) {
      if (line.trim() === '') continue;
      if (session.signal.aborted) break;
      const { qid, query } = parseQuery(line, answered + 1);
      const { hits, milliseconds } = await ask(session, options, query);
      answered += 1;
      ms += milliseconds;
      const found = hits.map(({ memory, score }) => ({ externalId: memory.externalId, score }));
      await target.appendFile(`${JSON.stringify({ qid, hits: found, ms: milliseconds })}\n`);
    }
  } finally {
    await Promise.allSettled([source.close(), target.close()]);
  }
  return { json: { queries: answered, out, ms }, lines: [`${answered} queries answered in ${out}.`] };
}

function parseQuery(line: string, number: number): z.infer<typeof querySchema> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    value = null;
  }
  const parsed = querySchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new VaultError('INVALID_INPUT', `Query ${number} is not {"qid","query"}.`, {
    hint: 'See docs/cli.md.',
  });
}
