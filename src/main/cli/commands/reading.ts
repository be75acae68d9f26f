/** list, show, tombstones */

import { type MemoryFilter, type MemoryRow, memoryFilterSchema } from '../../../shared/contracts/memories.ts';
import { idSchema } from '../../../shared/contracts/primitives.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { parseInput, readWhen } from '../input.ts';
import type { CommandResult } from '../output.ts';
import { type GlobalOptions, spaceId, withVault } from '../session.ts';
import { spaceOf } from './capture.ts';

export interface ListOptions extends GlobalOptions {
  readonly space: string;
  readonly limit: number;
  readonly before?: string;
  readonly after?: string;
  readonly band?: string;
  readonly tag?: string;
  readonly person?: string;
}

export async function list(options: ListOptions): Promise<CommandResult> {
  const filter = await filterOf(options);
  return withVault(options, async ({ application, vault }) => {
    const space = spaceId(vault, options.space);
    const rows: MemoryRow[] = [];
    let total = 0;
    while (rows.length < options.limit) {
      const limit = Math.min(LIMITS.pageRows, options.limit - rows.length);
      const page = await application.memories.timeline.page({
        spaceId: space,
        offset: rows.length,
        limit,
        filter,
      });
      total = page.total;
      rows.push(...page.rows);
      if (page.rows.length < limit) break;
    }
    return {
      json: {
        memories: rows.map(({ id, externalId, at, dateOnly, title, band, kind, tags, people, version }) => ({
          id,
          externalId,
          at,
          dateOnly,
          title,
          band,
          kind,
          tags,
          people,
          version,
        })),
        total,
      },
      lines: rows.map(
        ({ id, at, title, excerpt }) =>
          `${id}  ${at.slice(0, 10)}  ${title === '' ? excerpt.slice(0, 60) : title}`,
      ),
    };
  });
}

async function filterOf(options: ListOptions): Promise<MemoryFilter> {
  const { band, tag, person } = options;
  const before = options.before === undefined ? undefined : (await readWhen(options.before, '--before')).at;
  const after = options.after === undefined ? undefined : (await readWhen(options.after, '--after')).at;
  const given = Object.entries({ band, tag, person, before, after }).filter(
    ([, value]) => value !== undefined,
  );
  return parseInput(memoryFilterSchema.safeParse(Object.fromEntries(given)));
}

export function show(
  options: GlobalOptions & { readonly space?: string },
  given: string,
): Promise<CommandResult> {
  const id = parseInput(idSchema.safeParse(given));
  return withVault(options, async (session) => {
    const memory = await session.application.memories.timeline.get(
      await spaceOf(session, options.space, id),
      id,
    );
    const { title, at, band, kind, tags, people, text } = memory;
    return {
      json: { ...memory },
      lines: [
        ...(title === '' ? [] : [title]),
        [at, band, kind, ...tags.map((tag) => `#${tag}`), ...people].join('  '),
        '',
        text,
      ],
    };
  });
}

export function tombstones(
  options: GlobalOptions & { readonly space: string; readonly limit: number },
): Promise<CommandResult> {
  return withVault(options, async ({ application, vault }) => {
    const limit = Math.min(options.limit, 10_000);
    const { rows, total } = await application.memories.tombstones.page(
      spaceId(vault, options.space),
      0,
      limit,
    );
    return {
      json: { tombstones: rows, total },
      lines: rows.map(({ recordId, at, actor, reason }) =>
        `${recordId}  ${at}  ${actor.name}  ${reason ?? ''}`.trimEnd(),
      ),
    };
  });
}
