import type { Reporter, TestModule } from 'vitest/node';

/** How many tests ended how. A file that did not load, and an error outside of any test, count as one failure each. */
export type Totals = { readonly passed: number; readonly failed: number; readonly skipped: number };

type Ended = {
  readonly errors: () => readonly unknown[];
  readonly children: { readonly allTests: () => Iterable<{ readonly result: () => { readonly state: string } }> };
};

/** Counts the tests of modules that have ended; `unhandled` is the number of errors that belong to no test. */
export function totalsOf(modules: readonly Ended[], unhandled: number): Totals {
  let passed = 0;
  let failed = unhandled;
  let skipped = 0;
  for (const module of modules) {
    failed += module.errors().length;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') passed += 1;
      else if (state === 'skipped') skipped += 1;
      else failed += 1; // 'pending' too: a test that never ended has not passed
    }
  }
  return { passed, failed, skipped };
}

/** Prints `N passed, N failed, N skipped` as the very last line of a Vitest run. */
export class TotalsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const { passed, failed, skipped } = totalsOf(modules, unhandled.length);
    // At exit, since Vitest's own summary and the coverage table are printed after this hook.
    process.once('exit', () => {
      process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
    });
  }
}
