import { defineConfig } from 'vitest/config';

import { TotalsReporter } from './setup/totals-reporter.ts';

// One worker a core and no fresh module graph a file: 50 files take half a second instead of five. The price: a test may not
// change a module's state or the process's environment without putting it back.
export default defineConfig({
  test: {
    pool: 'threads',
    isolate: false,
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/target/**', 'contenders/**', 'records/*/**', '.bakeoff/**'],
    reporters: ['default', new TotalsReporter()],
    passWithNoTests: false,
    // A guard against a hang, not a claim about speed: on a busy machine with two cores any shorter one fails at times.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      exclude: ['**/*.test.ts', '**/made-*.ts'],
      reportsDirectory: 'coverage',
      // What decides is tested to its last branch.
      thresholds: { 'src/thinking/{estimate,verdict}/**': { branches: 100, functions: 100, lines: 100 } },
    },
  },
});
