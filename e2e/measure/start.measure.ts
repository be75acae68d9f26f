/**
 * From the start of the program to the first screen that can be used, over a vault of many memories and over an empty
 * one, in turns. The passphrase is stretched in both, which takes the same time; it is told beside them.
 */
import { test } from '../support/app.ts';
import { invoke } from '../support/bridge.ts';
import { makeVault, memoryRows, PASSPHRASE } from '../support/household.ts';
import { importMany, MEMORIES } from './many-memories.ts';

const ROUNDS = 7;
const PROFILES = ['many', 'none'] as const;
type Profile = (typeof PROFILES)[number];

/** Milliseconds since the start: the window asks for the passphrase, the vault is open, its memories are to be seen. */
interface Moments {
  readonly asked: number;
  readonly unlocked: number;
  readonly usable: number;
}

test(`starting over ${MEMORIES} memories`, async ({ start, folder }) => {
  for (const profile of PROFILES) {
    const { page, quit } = await start({ profile });
    await makeVault(page, folder, { name: profile });
    if (profile === 'many') await importMany(page, folder);
    await quit();
  }
  const seen: Record<Profile, Moments[]> = { many: [], none: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const profile of PROFILES) seen[profile].push(await started(profile));
  }
  const results = {
    memories: MEMORIES,
    milliseconds: { many: medians(seen.many), none: medians(seen.none) },
    ratios: {
      'start to a usable screen: many / none': ratio('usable'),
      'start to the passphrase: many / none': ratio('asked'),
    },
    goals: { 'start to a usable screen: many / none': 1.2 },
  };
  process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);

  async function started(profile: Profile): Promise<Moments> {
    const begun = performance.now();
    const since = (): number => Math.round(performance.now() - begun);
    const { page, quit } = await start({ profile });
    await page.getByRole('button', { name: `Open ${profile}` }).click();
    await page.getByLabel('Passphrase', { exact: true }).waitFor();
    const asked = since();
    await invoke(page, 'vaults.unlock', { method: 'passphrase', passphrase: PASSPHRASE });
    const unlocked = since();
    const first = profile === 'many' ? memoryRows(page).first() : page.getByText('Nothing is kept here yet.');
    await first.waitFor();
    const usable = since();
    await quit();
    return { asked, unlocked, usable };
  }

  function ratio(moment: keyof Moments): number {
    return Math.round((medians(seen.many)[moment] / medians(seen.none)[moment]) * 1000) / 1000;
  }
});

function medians(all: readonly Moments[]): Moments {
  const of = (moment: keyof Moments): number =>
    all.map((each) => each[moment]).sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN;
  return { asked: of('asked'), unlocked: of('unlocked'), usable: of('usable') };
}
