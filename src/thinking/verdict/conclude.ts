import { centreOf, median } from '../estimate/centre.ts';
import { estimateRatio } from '../estimate/ratio.ts';
import { sittingsOf } from '../estimate/sittings.ts';
import type { RoundOutcome } from '../measurement/measurement.ts';
import type { Phase } from '../measurement/phase.ts';
import { METRICS } from '../measurement/metric.ts';
import type { Metric } from '../measurement/metric.ts';
import { isAsked, isPercentile, observedValue } from '../measurement/reading.ts';
import type {
  BlockDraws,
  Conclusion,
  EntryRecord,
  ReachedLook,
  Rules,
  RunConclusion,
  SittingRecord,
  Summary,
} from './conclusion.ts';
import { PLACEBO_LEVEL, refusal } from './gates.ts';
import { driftOf } from './halves.ts';
import { collectorRecords } from './collector-record.ts';
import { heldRecords } from './held-record.ts';
import { boundsOf, decisiveAlpha, judgeAll, judgeBeside, PRIMARY } from './hearing.ts';
import type { Hearing, Judged } from './hearing.ts';
import { loadCurves } from './load-curve.ts';
import { plateauCautions } from './plateau.ts';
import { ranksOf } from './rank.ts';
import { pairUp, roundsOf, sortRounds } from './rounds.ts';
import type { CountedBlock, LineUp, SortedRounds } from './rounds.ts';
import { scalingsOf } from './scaling.ts';
import { isSettled } from './settled.ts';
import { surgeRecords } from './surge-record.ts';
import { unevenCoreCautions } from './uneven-core.ts';
import { NO_RATIO } from './verdict.ts';
import type { Caution, Refusal, Verdict } from './verdict.ts';

/** The id under which the baseline is entered a second time. */
const PLACEBO = 'placebo';

/** Level of the intervals of medians, for people to look at; no verdict hangs on them. */
const SUMMARY_LEVEL = 0.95;

function summaryOf(
  hearing: Hearing,
  entry: { readonly id: string; readonly contender: string },
  metric: Metric,
): Summary {
  const rounds = roundsOf(hearing.sorted.counted, entry.id).map(({ block, round }) => ({
    block,
    position: round.identity.position,
    value: observedValue(metric, round),
  }));
  const values = rounds.flatMap(({ value }) => value ?? []);
  const centre = centreOf(values, SUMMARY_LEVEL);
  const { id, contender } = entry;
  return { scenario: hearing.scenario, entry: id, contender, metric: metric.id, unit: metric.unit, centre, rounds };
}

/** The rates that these phases were offered, ascending; null where all were closed loops, which have none. */
function ratesOffered(steady: readonly Phase[]): readonly number[] | null {
  if (steady.length > 0 && steady.every((phase) => phase.offeredPerS === null)) return null;
  return [...new Set(steady.flatMap((phase) => phase.offeredPerS ?? []))].toSorted((a, b) => a - b);
}

function recordOf(hearing: Hearing, entry: { readonly id: string; readonly contender: string }): EntryRecord {
  const steady = roundsOf(hearing.sorted.counted, entry.id).map(({ round }) => round.steady);
  return {
    id: entry.id,
    contender: entry.contender,
    peakBounds: boundsOf(hearing, entry.id),
    offeredPerS: ratesOffered(steady),
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

function isOfEveryRound({ asked, phase }: Metric): boolean {
  return asked === undefined && (phase === 'steady' || phase === 'peak');
}

/**
 * The metrics that these rounds were meant to give. In a closed loop nothing is due, so response times do not exist there, rather than
 * being too few; and the further loads are of the longer profiles.
 */
function metricsOf(counted: readonly CountedBlock[]): readonly Metric[] {
  const rounds = counted.flatMap((block) => [...block.rounds.values()]);
  const closed = rounds.length > 0 && rounds.every((round) => round.steady.responseMs === null);
  const asked = METRICS.filter((metric) => isOfEveryRound(metric) || rounds.some((round) => isAsked(metric, round)));
  return closed ? asked.filter((metric) => !isPercentile(metric.id)) : asked;
}

function sittingsHeld(counted: readonly CountedBlock[]): readonly SittingRecord[] {
  const sittings = [...new Set(counted.map(({ sitting }) => sitting))].toSorted((a, b) => a - b);
  return sittings.map((sitting) => {
    const own = counted.filter((block) => block.sitting === sitting);
    const starts = own.flatMap((block) => [...block.rounds.values()].map((round) => round.startedAt));
    const from = starts.reduce((first, other) => (other < first ? other : first));
    const to = starts.reduce((last, other) => (other > last ? other : last));
    return { sitting, blocks: own.length, from, to };
  });
}

/** The machine drifts, so the interval of one sitting covers that sitting only. */
function sittingCautions(held: number, planned: number): readonly Caution[] {
  if (held > 1 && held === planned) return [];
  return held > 1 || planned > 1 ? [{ kind: 'sittings-held', held, planned }] : [{ kind: 'one-sitting' }];
}

function scenarioCautions(sorted: SortedRounds, held: number, { profile, cores }: Rules): readonly Caution[] {
  const cautions: Caution[] = [...sittingCautions(held, profile.sittings)];
  if (!sorted.entries.some((entry) => entry.id === PLACEBO)) cautions.push({ kind: 'no-placebo' });
  const unlike = sorted.counted.filter((block) => digestsOf(block).size > 1).length;
  if (unlike > 0) cautions.push({ kind: 'unlike-draws', blocks: unlike });
  const rates = ratesOffered(sorted.counted.flatMap((block) => [...block.rounds.values()].map(({ steady }) => steady)));
  if (rates !== null && rates.length > 1) cautions.push({ kind: 'rates-apart', perS: rates });
  cautions.push(...plateauCautions(sorted.entries, sorted.counted, cores));
  return cautions;
}

function refusalOf(hearing: Hearing, baseline: string | null, judged: Judged): Refusal | null {
  const { scenario, sorted } = hearing;
  const placebo =
    baseline === null
      ? []
      : PRIMARY.map((metric) => {
          const { pairs } = pairUp(sorted.counted, metric, PLACEBO, baseline);
          // The same program drifts alike, so its sittings are one: what they would allow for is what the placebo is to find.
          const together = pairs.map((pair) => ({ ...pair, sitting: 0 }));
          return { metric: metric.id, estimate: estimateRatio(together, PLACEBO_LEVEL) };
        });
  const voided = sorted.voidBlocks.length;
  const drift = driftOf(hearing, [...judged.verdicts, ...judged.pairs]);
  return refusal({ scenario, tried: sorted.counted.length + voided, void: voided, placebo, drift });
}

function lookOf(hearing: Hearing, judged: Judged): ReachedLook {
  const { looks, sittings } = hearing.rules.profile;
  const { counted } = hearing.sorted;
  const done = counted.length;
  // Those with blocks enough to speak for themselves.
  const heard = new Set(sittingsOf(counted.map(({ sitting }) => sitting))).size;
  const contested = judged.verdicts.filter((verdict) => verdict.contender !== PLACEBO);
  return {
    alpha: decisiveAlpha(hearing),
    settled:
      heard >= sittings && looks.some(({ blocks }) => done >= blocks) && isSettled([...contested, ...judged.pairs]),
    last: looks.every(({ blocks }) => done >= blocks),
  };
}

/**
 * What a scenario's rounds come to, from observations alone: made again from the store it comes out the same. The order
 * of the outcomes counts only where a round was repeated. A refusal stands in the answer but does not yet change the
 * words: `concludeRun` does that, since one scenario refuses the whole run.
 *
 * @param rules a `Plan`. @param lineUp the plan of the scenario. @param outcomes any scenarios' rounds.
 */
export function concludeScenario(rules: Rules, lineUp: LineUp, outcomes: readonly RoundOutcome[]): Conclusion {
  const sorted = sortRounds(lineUp, outcomes, rules.gates);
  const hearing: Hearing = { scenario: lineUp.scenario, rules, sorted };
  const { entries, counted } = sorted;
  const baseline = lineUp.entries.find((entry) => entry.id === PLACEBO)?.contender ?? null;
  const metrics = metricsOf(counted);
  const ids = entries.map((entry) => entry.id);
  const contenders = ids.filter((id) => id !== baseline && id !== PLACEBO);
  const placebo = ids.find((id) => id === PLACEBO) ?? null;
  const judged =
    baseline === null
      ? { verdicts: [], pairs: [], beside: [] }
      : judgeAll(hearing, baseline, contenders, placebo, metrics);
  const ranked = ids.filter((id) => id !== PLACEBO);
  const sittings = sittingsHeld(counted);
  const decided = [...judged.verdicts, ...judged.pairs];
  const ofPair = (entry: string, against: string): readonly Verdict[] => [
    ...decided.filter((one) => one.contender === entry && one.against === against && isPrimary(one)),
    ...judgeBeside(hearing, entry, against, metrics),
  ];
  return {
    scenario: lineUp.scenario,
    baseline,
    entries: entries.map((entry) => recordOf(hearing, entry)),
    blocks: { planned: lineUp.blocks.length, done: counted.length, void: sorted.voidBlocks.length },
    look: lookOf(hearing, judged),
    sittings,
    ...judged,
    ranks: PRIMARY.flatMap(({ id }) => ranksOf(id, ranked, decided)),
    summaries: entries.flatMap((entry) => metrics.map((metric) => summaryOf(hearing, entry, metric))),
    curves: loadCurves(entries, counted),
    surges: surgeRecords(entries, counted),
    held: heldRecords(entries, counted),
    collectors: collectorRecords(entries, counted),
    scalings: scalingsOf(entries, counted, rules.cores, ofPair),
    failures: sorted.failures,
    voids: sorted.voids,
    draws: drawsOf(counted),
    cautions: [...scenarioCautions(sorted, sittings.length, rules), ...unevenCoreCautions(counted, judged.verdicts)],
    refusal: refusalOf(hearing, baseline, judged),
  };
}

function isPrimary({ metric }: Verdict): boolean {
  return PRIMARY.some(({ id }) => id === metric);
}

/** A refused verdict quotes no ratio: the number would outlive the refusal that stood beside it. */
function refused(verdict: Verdict): Verdict {
  return { ...verdict, ...NO_RATIO, verdict: 'refused', reason: { kind: 'run-refused' } };
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
      beside: scenario.beside.map(refused),
      scalings: scenario.scalings.map((one) => ({ ...one, room: null, verdicts: one.verdicts.map(refused) })),
      ranks: [],
    })),
  };
}
