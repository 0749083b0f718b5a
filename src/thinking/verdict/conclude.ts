import { centreOf, median } from '../estimate/centre.ts';
import { estimateRatio } from '../estimate/ratio.ts';
import type { RoundOutcome } from '../measurement/measurement.ts';
import { METRICS } from '../measurement/metric.ts';
import type { Metric } from '../measurement/metric.ts';
import { isPercentile, readValue } from '../measurement/reading.ts';
import { boundOfPeak } from './bound.ts';
import { cautionsFor } from './cautions.ts';
import type { BlockDraws, Conclusion, EntryRecord, Rules, RunConclusion, Summary } from './conclusion.ts';
import { gateLimits, PLACEBO_LEVEL, refusal } from './gates.ts';
import { judge } from './judge.ts';
import { pairUp, sortRounds } from './rounds.ts';
import type { CountedBlock, LineUp, SortedRounds } from './rounds.ts';
import type { Caution, Refusal, Verdict } from './verdict.ts';

/** The id under which the baseline is entered a second time. */
const PLACEBO = 'placebo';

/** Level of the intervals of medians, for people to look at; no verdict hangs on them. */
const SUMMARY_LEVEL = 0.95;

const PRIMARY = METRICS.filter((metric) => metric.primary);

/** One scenario with what its judgement needs. */
interface Hearing {
  readonly scenario: string;
  readonly rules: Rules;
  readonly sorted: SortedRounds;
}

function boundsOf(hearing: Hearing, entry: string): EntryRecord['peakBounds'] {
  return hearing.sorted.counted.flatMap(({ block, rounds }) => {
    const round = rounds.get(entry);
    return round === undefined ? [] : [{ block, bound: boundOfPeak(round.peak, hearing.rules.cores) }];
  });
}

function verdictOn(hearing: Hearing, metric: Metric, contender: string, against: string): Verdict {
  const { scenario, rules, sorted } = hearing;
  const { counted, entries } = sorted;
  const { pairs, missing } = pairUp(counted, metric, contender, against);
  const { alpha } = rules.profile;
  const margin = rules.margin[metric.id];
  const absent = [contender, against].find((id) => !entries.some((entry) => entry.id === id));
  if (absent !== undefined) {
    const nothing = { verdict: 'undecided', ratio: null, low: null, high: null, level: 1 - alpha, n: 0 } as const;
    const reason = { kind: 'not-measured', entry: absent } as const;
    return { scenario, metric: metric.id, contender, against, ...nothing, margin, reason, cautions: [] };
  }
  return judge({
    scenario,
    metric: metric.id,
    contender,
    against,
    pairs,
    missing,
    blocks: counted.length,
    margin,
    alpha,
    peakBounds: {
      contender: boundsOf(hearing, contender).map(({ bound }) => bound),
      against: boundsOf(hearing, against).map(({ bound }) => bound),
    },
    cautions: cautionsFor(counted, metric, contender, against, rules.cores),
  });
}

function summaryOf(
  hearing: Hearing,
  entry: { readonly id: string; readonly contender: string },
  metric: Metric,
): Summary {
  const rounds = hearing.sorted.counted.flatMap(({ block, rounds: byEntry }) => {
    const round = byEntry.get(entry.id);
    return round === undefined ? [] : [{ block, position: round.identity.position, value: readValue(metric, round) }];
  });
  const values = rounds.flatMap(({ value }) => value ?? []);
  const centre = centreOf(values, SUMMARY_LEVEL);
  const { id, contender } = entry;
  return { scenario: hearing.scenario, entry: id, contender, metric: metric.id, unit: metric.unit, centre, rounds };
}

function recordOf(hearing: Hearing, entry: { readonly id: string; readonly contender: string }): EntryRecord {
  const steady = hearing.sorted.counted.flatMap(({ rounds }) => rounds.get(entry.id)?.steady ?? []);
  return {
    id: entry.id,
    contender: entry.contender,
    peakBounds: boundsOf(hearing, entry.id),
    offeredPerS: median(steady.flatMap((phase) => phase.offeredPerS ?? [])),
    databaseCommandsPerAnswer: median(steady.flatMap((phase) => phase.databaseCommandsPerAnswer ?? [])),
  };
}

/** Digests of the requests of a block's steady phase. Closed loops draw as many as were answered: not comparable. */
function digestsOf(block: CountedBlock): ReadonlySet<string> {
  const open = [...block.rounds.values()].filter((round) => round.steady.offeredPerS !== null);
  return new Set(open.map((round) => round.steady.draws));
}

function drawsOf(counted: readonly CountedBlock[]): readonly BlockDraws[] {
  return counted.map((block) => {
    const digests = digestsOf(block);
    const [digest = null] = digests;
    return { block: block.block, digest: digests.size === 1 ? digest : null };
  });
}

/** In a closed loop nothing is due, so response times do not exist there, rather than being too few. */
function metricsOf(counted: readonly CountedBlock[]): readonly Metric[] {
  const rounds = counted.flatMap((block) => [...block.rounds.values()]);
  const closed = rounds.length > 0 && rounds.every((round) => round.steady.responseMs === null);
  return closed ? METRICS.filter((metric) => !isPercentile(metric.id)) : METRICS;
}

function scenarioCautions(sorted: SortedRounds): readonly Caution[] {
  // Every run is one sitting as yet: the machine drifts, so the interval covers this sitting only.
  const cautions: Caution[] = [{ kind: 'one-sitting' }];
  if (!sorted.entries.some((entry) => entry.id === PLACEBO)) cautions.push({ kind: 'no-placebo' });
  const unlike = sorted.counted.filter((block) => digestsOf(block).size > 1).length;
  if (unlike > 0) cautions.push({ kind: 'unlike-draws', blocks: unlike });
  return cautions;
}

function refusalOf(hearing: Hearing, baseline: string | null): Refusal | null {
  const { scenario, sorted } = hearing;
  const placebo =
    baseline === null
      ? []
      : PRIMARY.map((metric) => {
          const { pairs } = pairUp(sorted.counted, metric, PLACEBO, baseline);
          return { metric: metric.id, estimate: estimateRatio(pairs, PLACEBO_LEVEL) };
        });
  const voided = sorted.voidBlocks.length;
  return refusal({ scenario, tried: sorted.counted.length + voided, void: voided, placebo });
}

/** Every unordered pair of the ids, in their order. */
function eachPair(ids: readonly string[]): readonly (readonly [string, string])[] {
  return ids.flatMap((first, i) => ids.slice(i + 1).map((second) => [second, first] as const));
}

/**
 * What a scenario's rounds come to, from observations alone: made again from the store it comes out the same. The order
 * of the outcomes counts only where a round was repeated. A refusal stands in the answer but does not yet change the
 * words: `concludeRun` does that, since one scenario refuses the whole run.
 *
 * @param rules a `Plan`. @param lineUp the plan of the scenario. @param outcomes any scenarios' rounds.
 */
export function concludeScenario(rules: Rules, lineUp: LineUp, outcomes: readonly RoundOutcome[]): Conclusion {
  const sorted = sortRounds(lineUp, outcomes, gateLimits(rules.cores));
  const hearing: Hearing = { scenario: lineUp.scenario, rules, sorted };
  const { entries, counted } = sorted;
  const baseline = lineUp.entries.find((entry) => entry.id === PLACEBO)?.contender ?? null;
  const metrics = metricsOf(counted);
  const rivals = entries.map((entry) => entry.id).filter((id) => id !== baseline);
  const contenders = rivals.filter((id) => id !== PLACEBO);
  return {
    scenario: lineUp.scenario,
    baseline,
    entries: entries.map((entry) => recordOf(hearing, entry)),
    blocks: { planned: lineUp.blocks.length, done: counted.length, void: sorted.voidBlocks.length },
    verdicts:
      baseline === null
        ? []
        : rivals.flatMap((id) => metrics.map((metric) => verdictOn(hearing, metric, id, baseline))),
    pairs: eachPair(contenders).flatMap(([contender, against]) =>
      PRIMARY.map((metric) => verdictOn(hearing, metric, contender, against)),
    ),
    summaries: entries.flatMap((entry) => metrics.map((metric) => summaryOf(hearing, entry, metric))),
    failures: sorted.failures,
    voids: sorted.voids,
    draws: drawsOf(counted),
    cautions: scenarioCautions(sorted),
    refusal: refusalOf(hearing, baseline),
  };
}

/** A refused verdict quotes no ratio: the number would outlive the refusal that stood beside it. */
function refused(verdict: Verdict): Verdict {
  return { ...verdict, verdict: 'refused', ratio: null, low: null, high: null, reason: { kind: 'run-refused' } };
}

/**
 * Puts the scenarios of a run together. Where one is refused, or the machine changed, every verdict of the run becomes
 * `refused`: what spoils one scenario - order, neighbours, a drifting machine - was there for all of them. The summaries
 * stay, as observations.
 */
export function concludeRun(scenarios: readonly Conclusion[], changed: Refusal | null = null): RunConclusion {
  const found = changed ?? scenarios.find((scenario) => scenario.refusal !== null)?.refusal ?? null;
  if (found === null) return { refusal: null, scenarios };
  return {
    refusal: found,
    scenarios: scenarios.map((scenario) => ({
      ...scenario,
      verdicts: scenario.verdicts.map(refused),
      pairs: scenario.pairs.map(refused),
    })),
  };
}
