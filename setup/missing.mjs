/**
 * A piece set-up could not provide. The rest goes on; whoever needs the piece says so with these words.
 *
 * @typedef {object} Missing
 * @property {string} what     the piece
 * @property {string} why      what cannot be done without it
 * @property {string} command  what to type to get it
 */

/**
 * A missing piece as the two lines a user reads.
 *
 * @param {Missing} missing
 */
export function missingLines({ what, why, command }) {
  return `missing: ${what} - needed for ${why}\n         to get it: ${command}\n`;
}

/**
 * A piece nothing can go on without. Thrown by a step, turned into a message and exit code 5 (machine unfit) by `setup.mjs`.
 */
export class Unfit extends Error {
  /** @param {Missing} missing @param {string} [details] the last lines of what failed */
  constructor(missing, details = '') {
    super(missing.what);
    this.name = 'Unfit';
    this.missing = missing;
    this.details = details;
  }
}
