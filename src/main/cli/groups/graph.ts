/** graph: declared here, done in `commands/graph.ts`. */
import { type Command, Option } from 'commander';
import type { ActionOf } from '../action.ts';
import { wholeNumber } from '../arguments.ts';

const SPACE = ['--space <tier:name>', 'the space'] as const;
const format = (): Option =>
  new Option('--format <format>', 'what it is').choices(['nquads', 'turtle']).default('nquads');

export function addGraphCommands(program: Command, action: ActionOf): void {
  const graph = program.command('graph').description('people, places and things, and what is said of them');
  graph
    .command('export')
    .description('write the graph of a space as RDF, with where each statement comes from')
    .requiredOption(...SPACE)
    .requiredOption('--file <file>', 'the file')
    .addOption(format())
    .action(action(async () => (await import('../commands/graph.ts')).exportGraph));
  graph
    .command('import')
    .description('bring RDF into the graph of a space; again adds nothing')
    .requiredOption(...SPACE)
    .requiredOption('--file <file>', 'the file')
    .addOption(format())
    .addOption(
      new Option('--band <band>', 'band of what names none itself')
        .choices(['GREEN', 'AMBER', 'RED'])
        .default('GREEN'),
    )
    .action(action(async () => (await import('../commands/graph.ts')).importGraph));
  graph
    .command('query')
    .description('ask by pattern (what is not given may be anything), or who is near somebody')
    .requiredOption(...SPACE)
    .option('--subject <who>', 'an id, an IRI or a name')
    .option('--predicate <iri>', 'an IRI')
    .option('--object <who>', 'an id, an IRI or a name; or literal:TEXT')
    .option('--near <who>', 'everything near an id, an IRI or a name')
    .option('--depth <n>', 'how many statements away, 1 to 4', wholeNumber, 1)
    .option('--limit <n>', 'at most so many', wholeNumber, 50)
    .action(action(async () => (await import('../commands/graph.ts')).queryGraph));
}
