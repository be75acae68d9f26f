/** Many memories, so that size can be felt: `MEMORIES=20000` takes another number than 100,000. */
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect } from '../support/app.ts';
import { invoke } from '../support/bridge.ts';
import { ownSpace } from '../support/household.ts';

export const MEMORIES = Number(process.env.MEMORIES ?? 100_000);

/** Brings in as many memories as are measured, through the app's own import. @returns the seconds it took */
export async function importMany(page: Page, folder: string): Promise<number> {
  const path = join(folder, 'many.jsonl');
  const file = createWriteStream(path);
  for (let number = 0; number < MEMORIES; number += 1) {
    const at = new Date(Date.UTC(2005, 0, 1) + number * 6_500_000).toISOString();
    const text = `Memory ${number}. ${'Some words about a day like others. '.repeat(12)}`;
    file.write(
      `${JSON.stringify({ id: `m-${number}`, at, title: `Day ${number}`, text, tags: [`t${number % 20}`] })}\n`,
    );
  }
  await new Promise((done) => file.end(done));
  const { id } = await ownSpace(page);
  const { runId } = await invoke(page, 'imports.start', { path, spaceId: id });
  const run = async () => (await invoke(page, 'imports.list', {})).find((each) => each.runId === runId);
  await expect
    .poll(async () => (await run())?.state, { timeout: 10 * 60_000, intervals: [500] })
    .toBe('done');
  return (await run())?.seconds ?? Number.NaN;
}
