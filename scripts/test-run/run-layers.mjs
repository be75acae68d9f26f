/**
 * Runs layers one after the other and sums them up.
 *
 * Invariant: a failing or crashing layer does not keep the next ones from running; the last line on stdout is the total.
 * Does not know what a layer does.
 */
import { wasInterrupted } from '../set-up/processes.mjs';
import { say } from '../set-up/progress.mjs';
import { lastLine, oneFailure } from './report-counts.mjs';

/**
 * @typedef {import('./report-counts.mjs').Count} Count
 * @param {{ name: string, run: () => Promise<Count[]> }[]} layers
 * @param {(line: string) => void} [print]
 * @returns {Promise<number>} the exit code
 */
export async function runLayers(layers, print = (line) => process.stdout.write(`${line}\n`)) {
  /** @type {{ name: string, counts: Count[], seconds: number }[]} */
  const results = [];
  for (const { name, run } of layers) {
    if (wasInterrupted()) break;
    print(`\n── ${name} ──`);
    const began = Date.now();
    const counts = await run().catch((error) => {
      say(error.stack);
      return [oneFailure(`crashed: ${error.message}`)];
    });
    results.push({ name, counts, seconds: (Date.now() - began) / 1000 });
  }
  print('\n── summary ──');
  for (const { name, counts, seconds } of results) {
    const remarks = counts.flatMap(({ remark }) => (remark === undefined ? [] : [remark]));
    const failed = counts.some((count) => count.failed > 0);
    print(
      `${failed ? '✗' : '✓'} ${name.padEnd(10)} ${lastLine(counts)} (${seconds.toFixed(1)} s)${remarks.map((remark) => ` · ${remark}`).join('')}`,
    );
  }
  const all = results.flatMap(({ counts }) => counts);
  const nothingRan = all.every(({ passed, failed }) => passed + failed === 0);
  const unfinished = nothingRan || wasInterrupted();
  const counts = unfinished ? [...all, oneFailure('not everything was checked')] : all;
  print(lastLine(counts));
  return counts.some(({ failed }) => failed > 0) ? 1 : 0;
}

/**
 * @template {{ name: string }} L
 * @param {L[]} layers
 * @param {string[]} args `--only a,b` or `--skip a,b`
 * @returns {L[]}
 */
export function selectLayers(layers, args) {
  const [flag, list, ...rest] = args;
  if (flag === undefined) return layers;
  const names = (list ?? '').split(',');
  const unknown = names.find((name) => !layers.some((layer) => layer.name === name));
  if ((flag !== '--only' && flag !== '--skip') || rest.length > 0 || unknown !== undefined) {
    throw new RangeError(
      `Usage: npm test -- [--only|--skip LAYERS], of ${layers.map(({ name }) => name).join(',')}`,
    );
  }
  return layers.filter(({ name }) => names.includes(name) === (flag === '--only'));
}
