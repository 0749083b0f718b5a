import { parseArgs } from 'node:util';
import type { Pair, RatioEstimate } from '../../src/thinking/estimate/estimate.ts';
import { estimateRatio } from '../../src/thinking/estimate/ratio.ts';
import type { MetricId } from '../../src/thinking/measurement/metric.ts';
import { metricOf } from '../../src/thinking/measurement/reading.ts';
import { formatNumber } from '../../src/thinking/quantity/format.ts';
import { pairUp, sortRounds } from '../../src/thinking/verdict/rounds.ts';
import { readRecording, type RecordedRun } from './recording.ts';
import { shareOf, shareText } from './share.ts';
import { publish } from './publish.ts';

/**
 * Whether the interval of several sittings holds what a later one finds: `npm run honesty:sittings -- FILE [--write]`, FILE being the
 * recording of the same bake-off at different hours. Nothing is measured.
 */
const { values, positionals } = parseArgs({ options: { write: { type: 'boolean' } }, allowPositionals: true });
const [file] = positionals;
if (file === undefined) throw new Error('expected the recording of the same bake-off in several sittings');

const METRICS: readonly MetricId[] = ['cpu-per-request', 'peak-cpu-per-request'];
const LEVEL = 0.95;

/** One comparison in all its sittings, in their order. */
interface Compared {
  readonly scenario: string;
  readonly metric: MetricId;
  readonly contender: string;
  readonly against: string;
  readonly sittings: readonly (readonly Pair[])[];
}

function comparedIn(runs: readonly RecordedRun[]): readonly Compared[] {
  const [first] = runs;
  if (first === undefined) return [];
  const ids = first.lineUp.entries.map(({ id }) => id).filter((id) => id !== 'placebo');
  const counted = runs.map(({ lineUp, outcomes, gates }) => sortRounds(lineUp, outcomes, gates).counted);
  return ids.flatMap((against, i) =>
    ids.slice(i + 1).flatMap((contender) =>
      METRICS.map((metric): Compared => {
        const sittings = counted.map((blocks, sitting) =>
          pairUp(blocks, metricOf(metric), contender, against).pairs.map((pair) => ({ ...pair, sitting })),
        );
        return { scenario: first.lineUp.scenario, metric, contender, against, sittings };
      }),
    ),
  );
}

function estimated(pairs: readonly Pair[]): RatioEstimate {
  const estimate = estimateRatio(pairs, LEVEL);
  if (estimate.kind === 'none') throw new Error(`a sitting has ${estimate.n} blocks, ${estimate.needed} are needed`);
  return estimate;
}

/** Whether the ratio of a later sitting lies in the interval of those before it. */
interface Held {
  /** How many came before. */
  readonly before: number;
  readonly holds: boolean;
}

/**
 * Of each sitting but the first. Those before it and not those up to it are asked: an interval of sitting means holds each of its own
 * means by construction. From two sittings on before it the spread between them is in the interval; with one there is none.
 */
function heldBy({ sittings }: Compared): readonly Held[] {
  return sittings.slice(1).map((pairs, i) => {
    const { ratio } = estimated(pairs.map((pair) => ({ ...pair, sitting: 0 })));
    const { low, high } = estimated(sittings.slice(0, i + 1).flat());
    return { before: i + 1, holds: low <= ratio && ratio <= high };
  });
}

/** Whether the interval of all sittings, the spread between them in it, holds the ratio of the last one; by construction it does. */
function holdsItsLast({ sittings }: Compared): boolean {
  const { low, high, sittings: means } = estimated(sittings.flat());
  const last = means.at(-1);
  return last !== undefined && low <= last && last <= high;
}

/** `json 1,800/s, 2,300/s`: each sitting chooses its common rate anew, and CPU per request falls as load rises. */
function offeredText(scenario: string, ofScenario: readonly RecordedRun[]): string {
  const rates = ofScenario.map(({ outcomes }) => {
    const steady = outcomes.flatMap((outcome) => (outcome.kind === 'measured' ? [outcome.measurement.steady] : []));
    const perS = steady[0]?.offeredPerS ?? null;
    return perS === null ? 'unknown' : `${formatNumber(perS)}/s`;
  });
  return `${scenario} ${rates.join(', ')}`;
}

const runs = readRecording(file);
const byScenario = [...Map.groupBy(runs, ({ lineUp }) => lineUp.scenario)];
const compared = byScenario.flatMap(([, ofScenario]) => comparedIn(ofScenario));
const later = compared.flatMap(heldBy);
const count = (asked: (one: Held) => boolean): string => {
  const of = later.filter(asked);
  return shareText(shareOf(of.filter(({ holds }) => holds).length, of.length));
};
const rows = compared.map(({ scenario, contender, against, metric, sittings }) => {
  const ratios = sittings.map((pairs) => estimated(pairs.map((pair) => ({ ...pair, sitting: 0 }))).ratio.toFixed(2));
  const { low, high } = estimated(sittings.flat());
  const cells = [
    scenario,
    `${contender} ÷ ${against}`,
    metric,
    ratios.join(', '),
    `${low.toFixed(2)}–${high.toFixed(2)}`,
  ];
  return `| ${cells.join(' | ')} |`;
});
const begun = [...new Set(runs.map(({ created }) => created))];
const table = [
  `${begun.length} sittings, begun ${begun.join(', ')}; ${compared.length} comparisons (scenario × pair × primary metric). Offered at the common rate: ${byScenario.map(([id, own]) => offeredText(id, own)).join('; ')}.`,
  '',
  `The ratio of a sitting lies in the 95 % interval of those before it: of two or more, ${count(({ before }) => before >= 2)}; of one, whose interval knows nothing of other hours, ${count(({ before }) => before === 1)}. The interval of all of them, with the spread between them, holds the ratio of the last in ${shareText(shareOf(compared.filter(holdsItsLast).length, compared.length))}.`,
  '',
  '| scenario | pair | metric | ratio in each sitting | interval of all |',
  '|---|---|---|---|---|',
  ...rows,
].join('\n');
process.stdout.write(`${table}\n`);
if (values.write === true) {
  publish(table, 'sittings');
}
