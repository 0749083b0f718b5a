import { metricOf } from '../measurement/reading.ts';
import { smallestAt, type BlockScatter, type Scatter } from '../noise/noise.ts';
import { formatShare } from '../quantity/format.ts';

/** `scatters by 0.9 % a block at equal speeds (0.6 % to 1.6 %)`. */
export function scatterText({ sd, low, high, atEqualSpeed }: Scatter): string {
  return `scatters by ${formatShare(sd)} a block${atEqualSpeed ? ' at equal speeds' : ''} (${formatShare(low)} to ${formatShare(high)})`;
}

/** `12 blocks tell 0.9 %, 20 tell 0.6 %`: differences seen four times in five, by one comparison. */
export function toldText(scatter: BlockScatter, blocks: readonly number[], alpha: number): string {
  return blocks
    .map((n, index) => `${n}${index === 0 ? ' blocks' : ''} tell ${formatShare(smallestAt(scatter, n, alpha))}`)
    .join(', ');
}

/** A run's own noise in its primary metrics, a line for each scenario. */
export function noiseLines(noise: readonly Scatter[]): readonly string[] {
  const primary = noise.filter(({ metric }) => metricOf(metric).primary);
  return [...new Set(primary.map(({ scenario }) => scenario))].map((scenario) => {
    const own = primary.filter((one) => one.scenario === scenario);
    const parts = own.map((one) => `${metricOf(one.metric).title} ${scatterText(one)}`);
    return `on ${scenario}, ${own[0]?.contender ?? 'the baseline'} against itself: ${parts.join('; ')}`;
  });
}
