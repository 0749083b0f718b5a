import { stripVTControlCharacters } from 'node:util';

/**
 * How many tests ended how.
 *
 * @typedef {{ readonly passed: number, readonly failed: number, readonly skipped: number }} Totals
 */

/**
 * Reads a runner's own totals from what it printed; null if it printed none.
 *
 * @typedef {(output: string) => Totals | null} ReadTotals
 */

/** @type {Totals} */
export const NONE = { passed: 0, failed: 0, skipped: 0 };

/** @param {Totals} a @param {Totals} b @returns {Totals} */
export function sum(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** @param {Totals} totals */
export function totalsLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}

/**
 * What a suite came to. The runner's own word is not enough: a suite that ended badly without naming a failure, printed no
 * totals or ran no test counts as one failure.
 *
 * @param {ReadTotals | 'one'} read  `one`: the whole suite is one test, passed if it ended well
 * @param {boolean} endedWell
 * @param {string} output
 * @returns {Totals}
 */
export function totalsOf(read, endedWell, output) {
  if (read === 'one') return { ...NONE, [endedWell ? 'passed' : 'failed']: 1 };
  const totals = read(stripVTControlCharacters(output)) ?? NONE;
  const ranNone = totals.passed + totals.failed === 0;
  return (!endedWell && totals.failed === 0) || ranNone ? { ...totals, failed: totals.failed + 1 } : totals;
}

/** The last line `N passed, N failed[, N skipped]`. @type {ReadTotals} */
export function plainTotals(output) {
  const found = [...output.matchAll(/^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm)].at(-1);
  return found === undefined ? null : counted(found[1], found[2], found[3]);
}

/** The sum of the lines `cargo test` prints for each of its programs. @type {ReadTotals} */
export function cargoTotals(output) {
  const lines = [...output.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored/gm)];
  return lines.length === 0 ? null : lines.map(([, p, f, s]) => counted(p, f, s)).reduce(sum);
}

/** The verdict lines of `go test -v`, subtests included; a package that did not build is one failure. @type {ReadTotals} */
export function goTotals(output) {
  /** @param {RegExp} pattern */
  const count = (pattern) => [...output.matchAll(pattern)].length;
  return {
    passed: count(/^\s*--- PASS: /gm),
    failed: count(/^\s*--- FAIL: /gm) + count(/^FAIL\s+\S+ \[(?:build|setup) failed\]$/gm),
    skipped: count(/^\s*--- SKIP: /gm),
  };
}

/** The closing lines of node's own test runner. @type {ReadTotals} */
export function nodeTotals(output) {
  const counts = new Map(
    [...output.matchAll(/^(?:#|ℹ) (pass|fail|cancelled|skipped|todo) (\d+)$/gm)].map(([, word, n]) => [
      word,
      Number(n),
    ]),
  );
  if (!counts.has('pass')) return null;
  /** @param {string} word */
  const of = (word) => counts.get(word) ?? 0;
  return { passed: of('pass'), failed: of('fail') + of('cancelled'), skipped: of('skipped') + of('todo') };
}

/** @param {string | undefined} passed @param {string | undefined} failed @param {string | undefined} skipped */
function counted(passed, failed, skipped) {
  return { passed: Number(passed ?? 0), failed: Number(failed ?? 0), skipped: Number(skipped ?? 0) };
}
