/**
 * How set-up and the launchers talk to the person at the terminal.
 *
 * Invariant: everything goes to stderr, because stdout belongs to the program that was asked for
 * (`npm run -s vault -- list --json` must print one JSON object and nothing else, also on a fresh clone).
 * Does not decide what is shown when; no colours, no cursor movement, so logs read the same.
 */

/** Something a person has to mend; printed without a stack trace. */
export class SetUpProblem extends Error {
  /**
   * @param {string} what what is missing or went wrong, in plain words
   * @param {string} [remedy] the exact command, or the next thing to do
   */
  constructor(what, remedy) {
    super(what);
    this.name = 'SetUpProblem';
    this.remedy = remedy;
  }
}

/** @param {string} text */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/**
 * Announces a piece of work, gives a sign of life while it lasts, and says how long it took.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  say(`· ${title} …`);
  const signOfLife = setInterval(() => say(`  … still at it (${seconds()} s)`), 15_000);
  try {
    const result = await work();
    say(`✓ ${title} (${seconds()} s)`);
    return result;
  } finally {
    clearInterval(signOfLife);
  }
}

/**
 * Runs a script's main function; a problem to be mended becomes a message and exit code 1, a fault of ours keeps
 * its stack trace.
 * @param {() => Promise<number>} main returns the exit code
 */
export async function runScript(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof SetUpProblem)) throw error;
    say(`\n✗ ${error.message}`);
    if (error.remedy !== undefined) say(`  ${error.remedy.split('\n').join('\n  ')}`);
    process.exitCode = 1;
  }
}
