/**
 * Makes the golden vault of a release: `node migrations/golden/make.ts FOLDER`, with the release's own code checked out.
 *
 * A small real vault: two spaces, memories of every band (one edited, one deleted, one long, one with a file), a draft,
 * an import in the journal, a record of each other store (`records.ts`), receipts of it all; and `expected.json` beside it, which says what an app that opens it years
 * later must read. Uses only what every release has. A golden vault that was committed is never made again.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { createApplication } from '../../src/main/composition.ts';
import { memoryInputSchema } from '../../src/shared/contracts/memories.ts';
import { writeRecords } from './records.ts';

const PASSPHRASE = 'the golden vault opens with this';

const folder = resolve(process.argv[2] ?? '');
if (process.argv[2] === undefined) throw new Error('Name the folder that the golden vault goes to.');
mkdirSync(folder, { recursive: true });
const application = createApplication({
  entry: new URL('../../src/main/cli.ts', import.meta.url).href,
  knownVaultsFile: null,
  deviceName: 'golden machine',
});
const { vaults, memories } = application;
const directory = join(folder, 'vault');
const recoveryPhrase = await vaults.create({
  directory,
  name: 'Golden',
  person: 'Ada',
  passphrase: PASSPHRASE,
  keychain: false,
});
await vaults.confirmRecovery(recoveryPhrase.map((word, index) => ({ position: index + 1, word })));
const me = (await vaults.session().createSpace({ tier: 'personal', name: 'me' })).id;
const household = (await vaults.session().createSpace({ tier: 'shared', name: 'household', people: ['Ben'] }))
  .id;

const input = (fields: { text: string; [field: string]: unknown }) =>
  memoryInputSchema.parse({ at: '1963-01-20T09:00:00+01:00', ...fields });
const add = async (spaceId: string, fields: { text: string; [field: string]: unknown }, file?: string) => {
  const bytes = file === undefined ? [] : [Uint8Array.from(Buffer.from(file, 'utf8'))];
  const { id } = await memories.capture.add({
    spaceId,
    input: input(fields),
    attachments: bytes.map((content) => ({ name: 'letter.txt', mediaType: 'text/plain', bytes: content })),
  });
  return id;
};

const edited = await add(me, { title: 'The river', text: 'The river froze.', tags: ['winter'] });
await memories.capture.edit({
  spaceId: me,
  id: edited,
  version: 1,
  input: input({
    title: 'The river',
    text: 'The river froze, and we walked to the other side — 冷たい朝.',
    tags: ['winter', 'river'],
    people: ['Ben'],
  }),
});
await add(me, { title: 'Amber', text: 'Something for a few.', band: 'AMBER' });
await add(me, { title: 'Red', text: 'Something for one other.', band: 'RED' });
await add(me, { title: 'Black', text: 'Something for nobody else.', band: 'BLACK' });
await add(me, { title: 'A long one', text: 'Beans along the old wall. '.repeat(400) });
await add(
  household,
  {
    title: 'A letter',
    text: 'It lay in the drawer.',
    kind: 'photo',
    at: '2019-05-01T00:00:00+02:00',
    dateOnly: true,
  },
  'Dear all, the beans are in. '.repeat(3000),
);
const gone = await add(household, { title: 'Gone', text: 'To be deleted.' });
await memories.deletion.deleteNow({ spaceId: household, id: gone, reason: 'it was a test' });
const draft = crypto.randomUUID();
await memories.drafts.save({ id: draft, spaceId: me, baseVersion: null, input: { text: 'half a thought' } });
const source = join(folder, 'source.jsonl');
writeFileSync(source, '{"id":"x1","at":"2001-02-03","text":"brought along"}\n');
await (await memories.imports.start({ path: source, spaceId: household, format: 'auto' })).finished;
rmSync(source);

const asked = [];
const own = await vaults.session().space(me);
for (const question of await writeRecords(vaults.session(), own, edited)) {
  // A question's input belongs to its query; over all queries at once TypeScript cannot say so.
  const answer = await own.database.query(
    question.query as 'intents.open',
    question.input as Record<string, never>,
  );
  asked.push({ ...question, spaceId: me, answer: z.json().parse(JSON.parse(JSON.stringify(answer))) });
}

const spaces = [];
for (const { id, tier, name } of await vaults.session().spaces()) {
  const { rows } = await memories.timeline.page({ spaceId: id, offset: 0, limit: 100 });
  const records = [];
  for (const row of rows) {
    const { receipt, deletingUntil: _, ...memory } = await memories.timeline.get(id, row.id);
    const files = [];
    for (const attachment of memory.attachments) {
      const digest = createHash('sha256');
      for (let chunk = 0; ; chunk += 1) {
        const part = await memories.timeline.attachmentChunk(id, attachment.id, chunk);
        if (part === null) break;
        digest.update(part);
      }
      files.push({ id: attachment.id, sha256: digest.digest('hex') });
    }
    records.push({ memory, receiptHash: receipt.hash, files });
  }
  const tombstones = (await memories.tombstones.page(id, 0, 100)).rows;
  const { verified, broken } = await memories.receipts.verify(id);
  if (broken.length > 0) throw new Error('The receipts do not hold.');
  spaces.push({ id, tier, name, records, tombstones, receipts: verified });
}
const expected = {
  passphrase: PASSPHRASE,
  recoveryPhrase,
  people: vaults.session().people(),
  spaces,
  asked,
  drafts: (await memories.drafts.list()).map(({ savedAt: _, ...rest }) => rest),
  imports: (await memories.imports.list()).map(({ state, imported }) => ({ state, imported })),
  vaultReceipts: (await memories.receipts.verifyVault()).verified,
};
await application.close();
writeFileSync(join(folder, 'expected.json'), `${JSON.stringify(expected, null, 2)}\n`);
