import { describe, expect, test } from 'vitest';

import { cargoTotals, goTotals, nodeTotals, plainTotals, sum, totalsLine, totalsOf } from './totals.mjs';

describe("runners' own totals", () => {
  test('Vitest: the last plain line counts, not one printed by a test', () => {
    expect(plainTotals('9 passed, 9 failed\n...\n12 passed, 1 failed, 2 skipped\n')).toEqual({
      passed: 12,
      failed: 1,
      skipped: 2,
    });
    expect(plainTotals('3 passed, 0 failed')).toEqual({ passed: 3, failed: 0, skipped: 0 });
    expect(plainTotals('no totals')).toBeNull();
  });

  test('cargo: the lines of all its programs are added', () => {
    const said = [
      'test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s',
      'test result: FAILED. 2 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s',
    ].join('\n');
    expect(cargoTotals(said)).toEqual({ passed: 7, failed: 3, skipped: 1 });
    expect(cargoTotals('error[E0425]: cannot find value')).toBeNull();
  });

  test('go: tests and subtests count, and a package that did not build has failed', () => {
    const said = [
      '=== RUN   TestA',
      '--- PASS: TestA (0.00s)',
      '    --- PASS: TestA/empty (0.00s)',
      '--- FAIL: TestB (0.00s)',
      '--- SKIP: TestC (0.00s)',
      'FAIL',
      'FAIL\texample.test/server\t0.003s',
      'FAIL\texample.test/other [build failed]',
    ].join('\n');
    expect(goTotals(said)).toEqual({ passed: 2, failed: 2, skipped: 1 });
  });

  test('node: cancelled tests have failed, tests still to do have not been run', () => {
    const said = 'ℹ tests 9\nℹ pass 5\nℹ fail 1\nℹ cancelled 1\nℹ skipped 1\nℹ todo 1\n';
    expect(nodeTotals(said)).toEqual({ passed: 5, failed: 2, skipped: 2 });
    expect(nodeTotals('# pass 2\n# fail 0\n')).toEqual({ passed: 2, failed: 0, skipped: 0 });
    expect(nodeTotals('SyntaxError')).toBeNull();
  });
});

describe('what a suite came to', () => {
  test('colours do not hide the totals', () => {
    expect(totalsOf(plainTotals, true, '\u001B[32m4 passed, 0 failed\u001B[39m\n')).toEqual({
      passed: 4,
      failed: 0,
      skipped: 0,
    });
  });

  test('a runner that ended badly without naming a failure has one', () => {
    expect(totalsOf(plainTotals, false, '4 passed, 0 failed')).toEqual({ passed: 4, failed: 1, skipped: 0 });
    expect(totalsOf(plainTotals, false, '3 passed, 1 failed')).toEqual({ passed: 3, failed: 1, skipped: 0 });
  });

  test('a runner that printed no totals, or ran no test, has failed', () => {
    expect(totalsOf(cargoTotals, true, 'nothing')).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(totalsOf(goTotals, true, '?   example.test [no test files]')).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(totalsOf(plainTotals, true, '0 passed, 0 failed, 3 skipped')).toEqual({ passed: 0, failed: 1, skipped: 3 });
  });

  test('a check is one test, by how it ended', () => {
    expect(totalsOf('one', true, '')).toEqual({ passed: 1, failed: 0, skipped: 0 });
    expect(totalsOf('one', false, '')).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

test('the sum is told in the line that tools read, skipped ones only if there are any', () => {
  const some = { passed: 1, failed: 2, skipped: 0 };
  expect(totalsLine(some)).toBe('1 passed, 2 failed');
  expect(totalsLine(sum(some, { passed: 3, failed: 0, skipped: 1 }))).toBe('4 passed, 2 failed, 1 skipped');
});
