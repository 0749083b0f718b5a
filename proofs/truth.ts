import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resultOf, ROOT, say, startBakeoff, type Result } from './run-bakeoff.ts';

/**
 * Ground truth, measured through the whole program: a contender that burns a known CPU time per request. `npm run prove:truth`,
 * about twelve minutes, on a machine with nothing else to do.
 *
 * 1. cost against work has slope 1.00 ± 0.05, at saturation and at the common rate;
 * 2. against itself it is never better or worse, in ten smoke runs;
 * 3. with 30 % more work it is worse, and the true ratio lies in the interval.
 */

const BURN_US = 100;
const METRICS = ['peak-cpu-per-request', 'cpu-per-request'] as const;
const AGAINST_ITSELF = 10;

const folder = mkdtempSync(join(tmpdir(), 'bakeoff-truth-'));
const config = join(folder, 'bakeoff.yaml');
const burn = join(ROOT, 'fixtures/contenders/burn');
// The fixture burns for /hello as well, so the scenario that is there serves.
const entered = ['', '+twice', '+fourfold', '+more'].map((variant) => burn + variant);
writeFileSync(config, `contenders: [${entered.join(', ')}]\nscenarios: [hello]\nprofile: smoke\n`);

async function measure(contenders: readonly string[], seed: number): Promise<Result> {
  const args = [
    'run',
    ...contenders,
    '--config',
    config,
    '--store',
    join(folder, 'store'),
    '--seed',
    String(seed),
    '--json',
  ];
  return resultOf(await startBakeoff(args).ended);
}

function costOf(result: Result, contender: string, metric: string): number {
  const found = result.summaries.find((one) => one.contender === contender && one.metric === metric)?.median;
  if (found === null || found === undefined)
    throw new Error(`${contender} has no ${metric}: ${result.refused?.reason ?? 'no reason given'}`);
  return found;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Least squares of cost on work. */
function line(points: readonly (readonly [number, number])[]): { readonly slope: number; readonly atZero: number } {
  const x = mean(points.map(([work]) => work));
  const y = mean(points.map(([, cost]) => cost));
  const slope =
    points.reduce((sum, [work, cost]) => sum + (work - x) * (cost - y), 0) /
    points.reduce((sum, [work]) => sum + (work - x) ** 2, 0);
  return { slope, atZero: y - slope * x };
}

let held = true;
const check = (ok: boolean, what: string): void => {
  held = say(ok, what) && held;
};

try {
  const swept = await measure(['burn', 'burn+twice', 'burn+fourfold'], 1);
  const overhead = new Map<string, number>();
  for (const metric of METRICS) {
    const work = [1, 2, 4].map((factor) => factor * BURN_US);
    const costs = ['burn', 'burn+twice', 'burn+fourfold'].map((id) => costOf(swept, id, metric));
    const { slope, atZero } = line(work.map((us, index) => [us, costs[index] ?? Number.NaN]));
    overhead.set(metric, atZero);
    check(
      Math.abs(slope - 1) <= 0.05,
      `slope of ${metric} on work: ${slope.toFixed(3)} (${costs.map((cost) => cost.toFixed(1)).join(', ')} µs for ${work.join(', ')} µs)`,
    );
  }

  let called = 0;
  const words: string[] = [];
  for (let seed = 10; seed < 10 + AGAINST_ITSELF; seed++) {
    const alone = await measure(['burn'], seed);
    const placebo = alone.verdicts.filter((one) => one.contender === 'placebo');
    if (placebo.some((one) => one.verdict === 'better' || one.verdict === 'worse')) called++;
    words.push(METRICS.map((metric) => placebo.find((one) => one.metric === metric)?.verdict ?? 'none').join('/'));
  }
  check(called === 0, `against itself: ${called} of ${AGAINST_ITSELF} runs called a difference (${words.join(', ')})`);

  const more = await measure(['burn', 'burn+more'], 2);
  for (const metric of METRICS) {
    const zero = overhead.get(metric) ?? 0;
    const truth = (zero + 1.3 * BURN_US) / (zero + BURN_US);
    const found = more.verdicts.find((one) => one.contender === 'burn+more' && one.metric === metric);
    const { verdict = 'none', low = null, high = null, ratio = null } = found ?? {};
    check(verdict === 'worse', `30 % more work, ${metric}: ${verdict}`);
    check(
      low !== null && high !== null && low <= truth && truth <= high,
      `the true ratio ${truth.toFixed(3)} lies in [${low?.toFixed(3)}, ${high?.toFixed(3)}] round ${ratio?.toFixed(3)}`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = held ? 0 : 1;
