/**
 * The demonstration: a throw-away vault with a household in it.
 *
 * Jonas, Yuki, Emil and Hana of number 14, Bristol; Oma Inge and Opa Karl in Lübeck, Obaachan Sachiko in Kanazawa.
 * All invented. Everything goes in through the same services as a person's own memories, so that receipts, edits and
 * tombstones are real ones.
 */
import { type MemoryInput, memoryInputSchema } from '../../../shared/contracts/memories.ts';
import type { OpenVault, VaultService } from '../../vault/contract.ts';
import type { NewAttachment } from '../capture.ts';
import { parseWhen } from '../import/dates.ts';
import type { MemoryServices } from '../memory-services.ts';
import { addDemoPlans } from './add-plans.ts';
import { FATHER_SON_STORIES } from './father-son-stories.ts';
import { GRANDPARENTS_STORIES } from './grandparents-stories.ts';
import { HOUSEHOLD_EARLY_STORIES } from './household-early-stories.ts';
import { HOUSEHOLD_LATER_STORIES } from './household-later-stories.ts';
import { PERSONAL_STORIES } from './personal-stories.ts';
import { drawPicture } from './pictures.ts';
import type { PictureName } from './scenes.ts';
import { SERIES_STORIES } from './series.ts';
import type { Story } from './story.ts';

export interface DemoOptions {
  /** A folder that does not exist yet. */
  readonly directory: string;
  /** Nobody types it: the vault is unlocked when it is made. */
  readonly passphrase: string;
  /** Told as it fills: 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

interface DemoSpace {
  readonly tier: 'personal' | 'selective' | 'shared' | 'extended';
  readonly name: string;
  readonly people: readonly string[];
  readonly stories: readonly Story[];
}

const SPACES: readonly DemoSpace[] = [
  { tier: 'personal', name: 'Jonas', people: [], stories: PERSONAL_STORIES },
  { tier: 'selective', name: 'father_son', people: ['Emil'], stories: FATHER_SON_STORIES },
  {
    tier: 'shared',
    name: 'household',
    people: ['Yuki', 'Emil', 'Hana'],
    stories: [...HOUSEHOLD_EARLY_STORIES, ...HOUSEHOLD_LATER_STORIES, ...SERIES_STORIES],
  },
  { tier: 'extended', name: 'grandparents', people: ['Yuki', 'Emil', 'Hana'], stories: GRANDPARENTS_STORIES },
];

/** Units of work in flight: they are committed in groups. */
const IN_FLIGHT = 64;

/** Makes the vault and leaves it unlocked. Answers how many memories it holds. */
export async function createDemoHousehold(
  vaults: VaultService,
  memories: MemoryServices,
  { directory, passphrase, onProgress }: DemoOptions,
): Promise<{ readonly memories: number }> {
  const words = await vaults.create(
    { directory, passphrase, name: 'Number 14', person: 'Jonas', keychain: false },
    { demo: true },
  );
  await vaults.confirmRecovery(words.map((word, index) => ({ position: index + 1, word })));
  const vault = vaults.session();
  const total = SPACES.reduce((sum, { stories }) => sum + stories.length, 0);
  let written = 0;
  const made = new Map<string, string>();
  for (const { stories, ...space } of SPACES) {
    const spaceId = await openDemoSpace(vault, space);
    made.set(space.tier, spaceId);
    // Written down in the order of the years, as a family would have.
    const inOrder = [...stories].sort(([a], [b]) => a.localeCompare(b));
    for (let from = 0; from < inOrder.length; from += IN_FLIGHT) {
      const batch = inOrder.slice(from, from + IN_FLIGHT);
      await Promise.all(batch.map((story) => addStory(memories, spaceId, story)));
      written += batch.length;
      onProgress?.(written / total);
    }
    await secondThoughts(memories, spaceId);
  }
  const [personal, household] = [made.get('personal'), made.get('shared')];
  if (personal !== undefined && household !== undefined) {
    await addDemoPlans(memories, { personal, household });
  }
  return { memories: written };
}

/** The vault may have made a first space by itself; it is used then. */
async function openDemoSpace(vault: OpenVault, space: Omit<DemoSpace, 'stories'>): Promise<string> {
  const known = vault.findSpace(space.tier, space.name);
  return known ?? (await vault.createSpace(space)).id;
}

async function addStory(memories: MemoryServices, spaceId: string, story: Story): Promise<void> {
  const { input, picture } = memoryOf(story);
  const attachments = picture === undefined ? [] : [await pictureOf(picture)];
  await memories.capture.add({ spaceId, input, attachments });
}

function memoryOf([when, title, text, tags, details = {}]: Story): {
  input: MemoryInput;
  picture: PictureName | undefined;
} {
  const { at, dateOnly } = parseWhen(when);
  const { people, kind, band, picture } = details;
  const input = memoryInputSchema.parse({
    title,
    text: picture === undefined ? text : `${text}\n\n![](${picture}.png)`,
    at,
    dateOnly,
    tags: tags.split(' ').filter((tag) => tag !== ''),
    people: people?.split(', ') ?? [],
    ...(kind === undefined ? {} : { kind }),
    ...(band === undefined ? {} : { band }),
  });
  return { input, picture };
}

const drawn = new Map<PictureName, Uint8Array<ArrayBuffer>>();

async function pictureOf(name: PictureName): Promise<NewAttachment> {
  const bytes = drawn.get(name) ?? (await drawPicture(name));
  drawn.set(name, bytes);
  // A copy: what is handed to the engine may not be used again.
  return { name: `${name}.png`, mediaType: 'image/png', bytes: bytes.slice() };
}

/** What was thought better of: some lines corrected, some written by mistake and taken away again. */
async function secondThoughts(memories: MemoryServices, spaceId: string): Promise<void> {
  const { rows, total } = await memories.timeline.page({ spaceId, offset: 0, limit: 60 });
  for (const [index, suffix] of [
    [4, 'Looked it up: it was so.'],
    [11, 'Read again years later and left as it is.'],
  ] as const) {
    const row = rows[index];
    if (row === undefined) continue;
    const memory = await memories.timeline.get(spaceId, row.id);
    const input = memoryInputSchema.parse({ ...memory, text: `${memory.text}\n\n*${suffix}*` });
    await memories.capture.edit({ spaceId, id: row.id, version: memory.version, input });
  }
  const twice =
    total > 40 ? ['Written down twice.', 'A shopping list, not a memory.'] : ['Written down twice.'];
  const regretted = await Promise.all(
    twice.map((reason, index) =>
      memories.capture
        .add({
          spaceId,
          input: memoryInputSchema.parse({
            title: index === 0 ? 'The same once more' : 'Milk, stamps, the long screws',
            text: 'To be taken away again.',
            at: '2026-10-04T09:00:00+01:00',
          }),
        })
        .then(({ id }) => ({ id, reason })),
    ),
  );
  for (const { id, reason } of regretted) await memories.deletion.deleteNow({ spaceId, id, reason });
}
