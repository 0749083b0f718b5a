import type { MetricId } from '../thinking/measurement/metric.ts';
import { metricOf } from '../thinking/measurement/reading.ts';
import { blocksFor, type BlockScatter, type Scatter } from '../thinking/noise/noise.ts';
import type { Plan } from '../thinking/plan/plan.ts';
import { formatDuration, formatRatio, formatShare } from '../thinking/quantity/format.ts';
import { scatterText, toldText } from '../thinking/report/words-of-noise.ts';
import { count } from '../thinking/report/words.ts';
import { calibrationsAmong, type Noise } from './noise.ts';

/** The numbers of blocks that are told of: the looks at which profiles end, and the longest. */
export const TOLD_BLOCKS = [12, 20, 40] as const;

/** What one length of round came to. */
export interface Tried {
  readonly run: string;
  readonly roundMs: number;
  readonly phases: { readonly steadyMs: number; readonly peakMs: number };
  readonly scatters: readonly Scatter[];
  /** What was found of 5 % more work, by metric. */
  readonly found: readonly { readonly metric: MetricId; readonly ratio: number | null; readonly word: string }[];
}

/**
 * What a plan may hope to see, a line for each scenario and primary metric: from the newest run of that scenario and length with the
 * same baseline, else from the calibration, which is a lower bound, else that it is unknown.
 */
export function forecastLines(plan: Plan, noises: readonly Noise[]): readonly string[] {
  return plan.scenarios.flatMap(({ scenario, entries }) => {
    const baseline = entries.find((entry) => entry.id === 'placebo')?.contender;
    if (baseline === undefined) return [];
    return plan.primary.map(
      (metric) =>
        `noise  ${scenario}, ${metricOf(metric).title}: ${forecast(plan, noises, { scenario, baseline, metric })}`,
    );
  });
}

interface Sought {
  readonly scenario: string;
  readonly baseline: string;
  readonly metric: MetricId;
}

function forecast(plan: Plan, noises: readonly Noise[], { scenario, baseline, metric }: Sought): string {
  for (const { run, profile, scatters } of noises) {
    if (profile.steadyMs !== plan.profile.steadyMs) continue;
    const own = scatters.find(
      (one) => one.metric === metric && one.scenario === scenario && one.contender === baseline,
    );
    if (own !== undefined)
      return `${baseline} ${scatterText(own)} in ${run}; ${hopeText(own, plan.margin[metric], plan)}`;
  }
  const [calibration] = calibrationsAmong(noises);
  const floor = calibration?.scatters.find((one) => one.metric === metric);
  if (floor === undefined) return 'unknown here; bakeoff calibrate measures this machine’s';
  return `${baseline} was not measured here yet; ${floor.contender}, which does little but compute, ${scatterText(floor)}: expect more`;
}

function hopeText(scatter: BlockScatter, margin: number, { profile }: Plan): string {
  const needed = blocksFor(scatter, margin, profile.alpha);
  const told = toldText(scatter, [profile.blocks], profile.alpha);
  return `${told}, and a difference of ${formatShare(margin)} needs ${needed === null ? 'more than 10,000 blocks' : count(needed, 'block')}`;
}

/** α of the quoted differences: of one comparison at the usual level. */
export const ALPHA = 0.05;

/** What one length of round tells: the scatter in every metric, and what was found of 5 % more work. */
export function triedText({ phases, scatters, found, run }: Tried): string {
  const head = `Rounds of ${formatDuration(phases.steadyMs)} steady and ${formatDuration(phases.peakMs)} peak (${run}): a program against itself`;
  const width = Math.max(0, ...scatters.map(({ metric }) => metricOf(metric).title.length));
  const lines = scatters.map(
    (scatter) =>
      `  ${metricOf(scatter.metric).title.padEnd(width)}  ${scatterText(scatter)}; ${toldText(scatter, TOLD_BLOCKS, ALPHA)}`,
  );
  const more = found.map(
    ({ metric, ratio, word }) =>
      `  ${metricOf(metric).title}: 5 % more work was found ${word}${ratio === null ? '' : ` at ${formatRatio(ratio)}`}`,
  );
  return `${[head, ...lines, ...more].join('\n')}\n`;
}

/**
 * Which length tells smaller differences in the same time: the scatter of a block falls with the root of the blocks, so what counts
 * is sd² × the time of a round. Told only where their intervals are apart.
 */
export function adviceText(tried: readonly Tried[]): string {
  const [short, long] = tried;
  const [one, other] = [short, long].map((each) => each?.scatters.find(({ metric }) => metric === 'cpu-per-request'));
  if (short === undefined || long === undefined || one === undefined || other === undefined) return '';
  const gain = (one.sd / other.sd) * Math.sqrt(short.roundMs / long.roundMs);
  const apart = one.low > other.high || other.low > one.high;
  const told = `Differences seen four times in five, by one comparison at ${formatShare(ALPHA)}.`;
  const limits =
    'A service scatters more than this program, which does little but compute: its own runs tell by how much.';
  if (!apart)
    return `\n${told} ${limits}\nLonger rounds do not scatter less here by as much as ${count(one.blocks, 'block')} could tell: more blocks are the better use of time.\n`;
  const use =
    gain > 1 ? 'longer rounds are the better use of time' : 'more blocks are the better use of time than longer rounds';
  return `\n${told} ${limits}\nIn the same time, rounds of ${formatDuration(long.phases.steadyMs)} tell differences ${formatRatio(1 / gain)} as large as those of ${formatDuration(short.phases.steadyMs)}: ${use}.\n`;
}
