/**
 * The commands, their arguments and options: the contract of docs/cli.md in code.
 *
 * Invariant: names, flags and JSON fields stay; new ones may be added. What a command does is in `commands/`, loaded
 * when it is asked for.
 */
import { Command, Option } from 'commander';
import { BANDS } from '../../shared/bands.ts';
import { IMPORT_FORMATS } from '../../shared/contracts/imports.ts';
import type { Act, ActionOf } from './action.ts';
import { wholeNumber as whole } from './arguments.ts';
import { addBackupCommands } from './groups/backup.ts';
import { addGraphCommands } from './groups/graph.ts';
import { addHealthCommands } from './groups/health.ts';
import { addMigrateCommands } from './groups/migrate.ts';
import type { CommandResult } from './output.ts';

/** Columns of the help, the same in every terminal, so that it can be compared. */
const HELP_COLUMNS = 100;

const commaList = (value: string): string[] =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const bandOption = (flags = '--band <band>', description = 'band of the memory'): Option =>
  new Option(flags, description).choices([...BANDS]);

/**
 * @param entry `import.meta.url` of the entry
 * @param json whether errors will be printed as JSON: Commander then stays silent
 * @param done takes the result of the command that ran
 */
export function createProgram(entry: string, json: boolean, done: (result: CommandResult) => void): Command {
  const program = new Command('memoryos-vault');
  const action =
    <A extends unknown[]>(load: () => Promise<Act<A>>) =>
    async (...given: unknown[]): Promise<void> => {
      // Commander hands over the arguments, the options, and last the command itself.
      const command = given.at(-1);
      if (!(command instanceof Command))
        throw new TypeError('Commander calls actions with the command last.');
      const act = await load();
      const options = { ...command.optsWithGlobals(), entry };
      // Arguments and options were declared beside the action that takes them.
      done(await act(options as never, ...(given.slice(0, -2) as A)));
    };

  program
    .description("A household's memories, encrypted on the household's own machines. Without a window.")
    .option('--vault <dir>', 'folder of the vault (or MEMORYOS_VAULT)')
    .option('--passphrase-file <file>', 'read the passphrase from a file (or set MEMORYOS_PASSPHRASE)')
    .option('--passphrase-stdin', 'read the passphrase from standard input')
    .option('--json', 'print exactly one JSON object on standard output')
    .addOption(new Option('--progress <how>', 'progress on standard error').choices(['json', 'text', 'none']))
    .configureHelp({ helpWidth: HELP_COLUMNS, showGlobalOptions: true })
    .configureOutput(json ? { writeErr: () => undefined } : {})
    .exitOverride()
    .showSuggestionAfterError();
  addVaultCommands(program, action);
  addMemoryCommands(program, action);
  addSearchAndReceiptCommands(program, action);
  addGraphCommands(program, action);
  addMigrateCommands(program, action);
  addHealthCommands(program, action);
  addBackupCommands(program, action);
  for (const command of program.commands) inheritSettings(command, program);
  return program;
}

function inheritSettings(command: Command, parent: Command): void {
  command.copyInheritedSettings(parent);
  for (const child of command.commands) inheritSettings(child, command);
}

function addVaultCommands(program: Command, action: ActionOf): void {
  program
    .command('init')
    .description(
      'make a vault; prints its 24 recovery words once. For scripts, having printed them counts as confirmed: keep them.',
    )
    .requiredOption('--name <name>', 'name of the vault')
    .requiredOption('--person <name>', 'who you are')
    .option('--keychain', "let the system's keychain open it, besides or instead of a passphrase")
    .action(action(async () => (await import('./commands/vaults.ts')).init));
  program
    .command('unlock-test')
    .description('try whether the vault opens')
    .action(action(async () => (await import('./commands/vaults.ts')).unlockTest));
  const slots = program.command('slots').description('the ways in: passphrase, keychain, recovery words');
  slots
    .command('list')
    .description('name the ways in')
    .action(action(async () => (await import('./commands/slots.ts')).listSlots));
  slots
    .command('add <slot>')
    .description('add the keychain, or change the passphrase (new one in MEMORYOS_NEW_PASSPHRASE)')
    .option('--new-passphrase-file <file>', 'read the new passphrase from a file')
    .action(action(async () => (await import('./commands/slots.ts')).addSlot));
  slots
    .command('remove <slot>')
    .description('take the keychain away again')
    .action(action(async () => (await import('./commands/slots.ts')).removeSlot));
  program
    .command('recover')
    .description('open the vault with its recovery words and give it a new passphrase')
    .option('--phrase-file <file>', 'read the words from a file (or set MEMORYOS_RECOVERY_PHRASE)')
    .option('--phrase-stdin', 'read the words from standard input')
    .action(action(async () => (await import('./commands/slots.ts')).recover));
  const space = program.command('space').description('spaces of the vault');
  space
    .command('create <tier:name>')
    .description('make a space, such as personal:me, selective:father_son, shared:household')
    .option('--people <names>', 'who is in it, separated by commas', commaList)
    .action(action(async () => (await import('./commands/spaces.ts')).createSpace));
  space
    .command('list')
    .description('list the spaces')
    .action(action(async () => (await import('./commands/spaces.ts')).listSpaces));
  space
    .command('compression <space> [codec]')
    .description('say how texts are packed before they are sealed, or choose: none, brotli, zstd')
    .action(action(async () => (await import('./commands/spaces.ts')).spaceCompression));
}

function addMemoryCommands(program: Command, action: ActionOf): void {
  const content = (command: Command): Command =>
    command
      .option('--text <text>', 'the text')
      .option('--file <file>', 'read the text from a file')
      .option('--title <title>', 'the title')
      .option('--at <when>', 'when it happened, ISO 8601')
      .addOption(bandOption())
      .option('--kind <kind>', 'note, event, letter, recipe …')
      .option('--tags <tags>', 'tags, separated by commas', commaList)
      .option('--people <names>', 'people, separated by commas', commaList)
      .option('--idempotency-key <key>', 'the same key again changes nothing and answers the same');

  content(program.command('add [source]'))
    .description('write a memory; the text by --text, --file, or - for standard input')
    .requiredOption('--space <tier:name>', 'the space')
    .option('--external-id <id>', 'the id that another program knows it by')
    .action(action(async () => (await import('./commands/capture.ts')).add));
  program
    .command('import <path>')
    .description('bring in Markdown, plain text, JSON Lines or a Day One export; again adds nothing')
    .requiredOption('--space <tier:name>', 'the space')
    .addOption(
      new Option('--format <format>', 'what it is').choices(['auto', ...IMPORT_FORMATS]).default('auto'),
    )
    .addOption(bandOption('--band <band>', 'band of what names none itself'))
    .option('--dry-run', 'say what would come in and write nothing')
    .option('--resume', 'go on with the last import of this path that did not end')
    .action(action(async () => (await import('./commands/import.ts')).importSource));
  program
    .command('list')
    .description('list memories, newest first')
    .requiredOption('--space <tier:name>', 'the space')
    .option('--limit <n>', 'at most so many', whole, 50)
    .option('--before <when>', 'that happened before')
    .option('--after <when>', 'that happened then or after')
    .addOption(bandOption('--band <band>', 'of this band'))
    .option('--tag <tag>', 'with this tag')
    .option('--person <name>', 'with this person')
    .action(action(async () => (await import('./commands/reading.ts')).list));
  program
    .command('show <id>')
    .description('show a memory')
    .option('--space <tier:name>', 'the space, where it is known')
    .action(action(async () => (await import('./commands/reading.ts')).show));
  content(program.command('edit <id> [source]'))
    .description('change a memory; what is not given stays as it is')
    .option('--space <tier:name>', 'the space, where it is known')
    .option('--expect-version <n>', 'refuse where another version is there by now', whole)
    .action(action(async () => (await import('./commands/capture.ts')).edit));
  program
    .command('delete <id>')
    .description('delete a memory at once; a tombstone stays')
    .option('--space <tier:name>', 'the space, where it is known')
    .option('--reason <reason>', 'why; kept in the tombstone')
    .action(action(async () => (await import('./commands/capture.ts')).remove));
  program
    .command('tombstones')
    .description('list what was deleted')
    .requiredOption('--space <tier:name>', 'the space')
    .option('--limit <n>', 'at most so many', whole, 200)
    .action(action(async () => (await import('./commands/reading.ts')).tombstones));
}

function addSearchAndReceiptCommands(program: Command, action: ActionOf): void {
  program
    .command('search [query]')
    .description(
      'find memories by their words: all of them, "a phrase", -without, the last may be unfinished',
    )
    .option('--space <tier:name>', 'the space; every space where none is given')
    .addOption(new Option('--mode <mode>', 'how').choices(['hybrid', 'text', 'vector']).default('text'))
    .option('--k <n>', 'at most so many', whole, 10)
    .option('--queries <file>', 'many queries, JSON Lines of {"qid","query"}')
    .option('--out <file>', 'where the answers of --queries go')
    .action(action(async () => (await import('./commands/search.ts')).search));
  const receipts = program.command('receipts').description('the proof of every change');
  receipts
    .command('list')
    .description('list receipts, newest first')
    .requiredOption('--space <tier:name>', 'the space')
    .option('--limit <n>', 'at most so many', whole, 50)
    .option('--before-seq <n>', 'older than this one', whole)
    .option('--subject <id>', 'about this memory')
    .action(action(async () => (await import('./commands/receipts.ts')).listReceipts));
  receipts
    .command('verify')
    .description('check receipts: of one space, of the whole vault, or of an exported file (no vault needed)')
    .option('--space <tier:name>', 'the space; everything where none is given')
    .option('--file <file>', 'an exported file')
    .action(action(async () => (await import('./commands/receipts.ts')).verifyReceipts));
  receipts
    .command('export')
    .description('write the receipts of a space to a file that others can check')
    .requiredOption('--space <tier:name>', 'the space')
    .requiredOption('--file <file>', 'the file')
    .option('--from <n>', 'from this number on', whole)
    .option('--receipt <id>', 'this one alone, by its id or number, with its proof')
    .action(action(async () => (await import('./commands/receipts.ts')).exportReceipts));
}
