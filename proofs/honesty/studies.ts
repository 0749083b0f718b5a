import { seededDraws, shuffled } from '../../src/thinking/estimate/draws.ts';
import type { Draws } from '../../src/thinking/estimate/draws.ts';
import type { Pair, Slowness } from '../../src/thinking/estimate/estimate.ts';
import { alphaAfter, type Look } from '../../src/thinking/estimate/looks.ts';
import { asMeasured, estimateRatio, excludesOne } from '../../src/thinking/estimate/ratio.ts';
import type { MetricId } from '../../src/thinking/measurement/metric.ts';
import { smallestAt } from '../../src/thinking/noise/noise.ts';
import { PLACEBO_LEVEL } from '../../src/thinking/verdict/gates.ts';
import { judge } from '../../src/thinking/verdict/judge.ts';
import { isSettled } from '../../src/thinking/verdict/settled.ts';
import type { Verdict } from '../../src/thinking/verdict/verdict.ts';
import type { Arm, RecordedBlock } from './recording.ts';
import { shareOf, type Share } from './share.ts';

/** Which two entries of the recorded blocks are compared, in which metric, and by which rules. */
export interface Study {
  readonly metric: MetricId;
  readonly contender: string;
  readonly against: string;
  readonly looks: readonly Look[];
  readonly margin: number;
}

const ALPHA = 0.05;

/** The pairs of the blocks; a flipped one has its two arms exchanged, as if they had been labelled the other way round. */
function pairsOf(study: Study, blocks: readonly RecordedBlock[], flipped: readonly boolean[]): readonly Pair[] {
  return blocks.flatMap((block, index) => {
    const [one, other] = [block.get(study.contender), block.get(study.against)];
    const [ours, theirs] = flipped[index] === true ? [other, one] : [one, other];
    const [value, against] = [ours?.values.get(study.metric), theirs?.values.get(study.metric)];
    if (ours === undefined || theirs === undefined || value === undefined || against === undefined) return [];
    const places = { contenderPosition: ours.position, againstPosition: theirs.position };
    return [
      { block: index, sitting: 0, contender: value, against, ...places, slowness: slownessOf(study, ours, theirs) },
    ];
  });
}

function slownessOf({ metric }: Study, ours: Arm, theirs: Arm): Slowness | null {
  const [contender, against] = [ours.slowness.get(metric), theirs.slowness.get(metric)];
  return contender === undefined || against === undefined ? null : { contender, against };
}

/** The verdict on so many of the blocks as the looks ask for, through the rule that stops real runs. */
function verdictOn(study: Study, blocks: readonly RecordedBlock[], flipped: readonly boolean[]): Verdict {
  const { metric, contender, against, margin, looks } = study;
  const pairs = pairsOf(study, blocks, flipped);
  let last: Verdict | null = null;
  for (const look of looks) {
    const seen = pairs.slice(0, look.blocks);
    last = judge({
      scenario: 'recorded',
      metric,
      contender,
      against,
      absent: null,
      pairs: seen,
      blocks: seen.length,
      missing: { contender: 0, against: 0 },
      margin,
      alpha: ALPHA,
      decisive: alphaAfter(looks, look.blocks),
      cautions: [],
    });
    if (isSettled([last])) return last;
  }
  if (last === null) throw new Error('a study without a look');
  return last;
}

const isCalled = ({ verdict }: Verdict): boolean => verdict === 'better' || verdict === 'worse';

/** What a study came to: how often a difference was called, and how often the interval held the true ratio. */
export interface Studied {
  readonly called: Share;
  readonly held: Share;
}

function studied(verdicts: readonly Verdict[], truth: number): Studied {
  const held = verdicts.filter(({ alone }) => alone !== null && alone.low <= truth && truth <= alone.high);
  return {
    called: shareOf(verdicts.filter(isCalled).length, verdicts.length),
    held: shareOf(held.length, verdicts.length),
  };
}

/** The blocks cut into runs that share none, in the order they were recorded; what is left over at the end is not used. */
export function disjointRuns(study: Study, blocks: readonly RecordedBlock[], truth = 1): Studied {
  const each = study.looks.at(-1)?.blocks ?? 0;
  const runs = Array.from({ length: Math.floor(blocks.length / each) }, (_, run) =>
    blocks.slice(run * each, (run + 1) * each),
  );
  return studied(
    runs.map((run) => verdictOn(study, run, [])),
    truth,
  );
}

/** In how many of the runs that share no block the placebo would have refused it, in any of these metrics. */
export function placeboRefusals(
  study: Omit<Study, 'metric'>,
  metrics: readonly MetricId[],
  blocks: readonly RecordedBlock[],
): Share {
  const each = study.looks.at(-1)?.blocks ?? 0;
  const runs = Math.floor(blocks.length / each);
  const refused = Array.from({ length: runs }, (_, run) => blocks.slice(run * each, (run + 1) * each)).filter((run) =>
    metrics.some((metric) => {
      const estimate = estimateRatio(pairsOf({ ...study, metric }, run, []), PLACEBO_LEVEL);
      return estimate.kind === 'estimate' && excludesOne(estimate);
    }),
  );
  return shareOf(refused.length, runs);
}

/**
 * Runs drawn from the blocks of equal arms, the labels of each block's two arms exchanged by a coin: where the arms are equal the
 * labels mean nothing, so each such run is as good as a recorded one. They share blocks, so the interval of the count is too narrow.
 */
export function flippedRuns(study: Study, blocks: readonly RecordedBlock[], runs: number, seed: number): Studied {
  const draws = seededDraws(seed);
  const each = study.looks.at(-1)?.blocks ?? 0;
  if (blocks.length < each) return studied([], 1);
  return studied(
    Array.from({ length: runs }, () => {
      const chosen = shuffled(blocks, draws).slice(0, each);
      return verdictOn(study, chosen, coins(draws, each));
    }),
    1,
  );
}

/** Runs drawn from the blocks without exchanging anything: of arms that truly differ by `truth`. */
export function drawnRuns(
  study: Study,
  blocks: readonly RecordedBlock[],
  runs: number,
  seed: number,
  truth: number,
): Studied {
  const draws = seededDraws(seed);
  const each = study.looks.at(-1)?.blocks ?? 0;
  if (blocks.length < each) return studied([], truth);
  return studied(
    Array.from({ length: runs }, () => verdictOn(study, shuffled(blocks, draws).slice(0, each), [])),
    truth,
  );
}

function coins(draws: Draws, count: number): readonly boolean[] {
  return Array.from({ length: count }, () => draws.uniform() < 0.5);
}

/** The scatter of one block's log ratio, and the smallest difference seen four times in five with so many blocks. */
export interface Scatter {
  readonly blocks: number;
  /** As it was measured, and at equal speeds of the core; the latter null where the core was not watched. */
  readonly measured: number;
  readonly atEqualSpeed: number | null;
  /** By the scatter that verdicts rest on. */
  readonly smallest: readonly { readonly blocks: number; readonly share: number }[];
}

/** Null where too few blocks were recorded. */
export function scatterOf(study: Study, blocks: readonly RecordedBlock[], sizes: readonly number[]): Scatter | null {
  const pairs = pairsOf(study, blocks, []);
  const estimate = estimateRatio(pairs, 1 - ALPHA);
  const measured = estimateRatio(asMeasured(pairs), 1 - ALPHA);
  if (estimate.kind === 'none' || measured.kind === 'none') return null;
  const { sd, n, atEqualSpeed } = estimate;
  const scatter = { sd, atEqualSpeed, measuredSd: measured.sd };
  const smallest = sizes.map((size) => ({ blocks: size, share: smallestAt(scatter, size, ALPHA) }));
  return { blocks: n, measured: measured.sd, atEqualSpeed: atEqualSpeed ? sd : null, smallest };
}
