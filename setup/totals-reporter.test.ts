import { expect, test } from 'vitest';

import { totalsOf } from './totals-reporter.ts';

const module = (states: readonly string[], errors = 0) => ({
  errors: () => Array.from({ length: errors }, () => new Error('did not load')),
  children: { allTests: () => states.map((state) => ({ result: () => ({ state }) })) },
});

test('every test of every module is counted under how it ended', () => {
  const modules = [module(['passed', 'failed']), module(['passed', 'skipped'])];
  expect(totalsOf(modules, 0)).toEqual({ passed: 2, failed: 1, skipped: 1 });
});

test('a module that did not load is a failure, and so is an error outside of any test', () => {
  expect(totalsOf([module([], 1), module(['passed'])], 2)).toEqual({ passed: 1, failed: 3, skipped: 0 });
});

test('a test that never ended has not passed', () => {
  expect(totalsOf([module(['pending'])], 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});
