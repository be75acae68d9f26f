/**
 * Is the Node and the npm of this machine new enough?
 *
 * Invariant: an answer in plain words before anything is downloaded.
 * Does not install Node.
 */
import { SetUpProblem } from './progress.mjs';

/**
 * @param {string} version such as `v20.18.1` or `11.2.0-rc.1`
 * @returns {number[]} major, minor, patch
 */
export function parseVersion(version) {
  const match = /(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(version);
  if (match === null) throw new TypeError(`Not a version: ${JSON.stringify(version)}`);
  return [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)];
}

/**
 * @param {string} version
 * @param {string} least
 */
export function isAtLeast(version, least) {
  const want = parseVersion(least);
  const differences = parseVersion(version).map((part, index) => part - (want[index] ?? 0));
  return (differences.find((difference) => difference !== 0) ?? 0) >= 0;
}

/**
 * @param {string} version of the running Node
 * @param {string} range the `engines.node` of package.json, of the form `>=20.18`
 */
export function checkNode(version, range) {
  if (isAtLeast(version, range)) return;
  throw new SetUpProblem(
    `This needs Node ${range.replace('>=', '')} or newer; here is ${version.replace(/^v/, '')}.`,
    'Install a current Node from https://nodejs.org, or with a version manager: nvm install --lts',
  );
}

/** @param {string} version of npm */
export function checkNpm(version) {
  if (isAtLeast(version, '9.0.0')) return;
  throw new SetUpProblem(
    `This needs npm 9 or newer; here is ${version}.`,
    'Bring it up to date: npm install --global npm@latest',
  );
}
