import type { Pair, Slowness } from '../estimate/estimate.ts';
import type { ContenderFailure, VoidReason } from '../measurement/failure.ts';
import type { Measurement, RoundOutcome } from '../measurement/measurement.ts';
import type { Metric } from '../measurement/metric.ts';
import { observedValue, phaseFor, readValue } from '../measurement/reading.ts';
import { voidReason } from './gates.ts';
import { gatesOn, type GateLimits } from './limits.ts';

/** An entry, and on more cores than one the entry of the same contender on the fewest. */
export interface LineUpEntry {
  readonly id: string;
  readonly contender: string;
  readonly against?: string;
}

/** The part of a scenario's plan that its conclusion needs; a `ScenarioPlan` is one. */
export interface LineUp {
  readonly scenario: string;
  readonly entries: readonly LineUpEntry[];
  /** The entries of each block in the order they are run. */
  readonly blocks: readonly (readonly string[])[];
}

/** A contender that failed in a round: it is left out of the scenario, and its failure stands in its place. */
export interface Failure {
  readonly scenario: string;
  readonly contender: string;
  /** The first block it failed in, and in how many rounds it did. */
  readonly block: number;
  readonly rounds: number;
  readonly failure: ContenderFailure;
}

/** A round that yields no evidence, and so voids its block for all. */
export interface VoidRound {
  readonly block: number;
  readonly entry: string;
  readonly reason: VoidReason;
}

/** One block that counts: what each entry's round observed, all in one sitting. */
export interface CountedBlock {
  readonly block: number;
  readonly sitting: number;
  readonly rounds: ReadonlyMap<string, Measurement>;
}

/** A scenario's rounds, sorted into what counts and what does not. */
export interface SortedRounds {
  /** Entries that are not left out, in the order of the line-up. */
  readonly entries: LineUp['entries'];
  readonly counted: readonly CountedBlock[];
  readonly voids: readonly VoidRound[];
  readonly voidBlocks: readonly number[];
  readonly failures: readonly Failure[];
}

function identityOf(outcome: RoundOutcome): Measurement['identity'] {
  return outcome.kind === 'measured' ? outcome.measurement.identity : outcome.identity;
}

function failuresOf(outcomes: readonly RoundOutcome[]): readonly Failure[] {
  const byContender = new Map<string, Failure>();
  for (const outcome of outcomes) {
    if (outcome.kind !== 'failed') continue;
    const { scenario, contender, block } = outcome.identity;
    const earlier = byContender.get(contender);
    const first = earlier ?? { scenario, contender, block, failure: outcome.failure };
    byContender.set(contender, { ...first, rounds: (earlier?.rounds ?? 0) + 1 });
  }
  return [...byContender.values()];
}

/**
 * The outcome that decides for each entry of each block: the last one, since a void or interrupted round may be run
 * again. That looks at no measured value: only void rounds are ever repeated.
 */
function decidingOutcomes(outcomes: readonly RoundOutcome[]): ReadonlyMap<number, ReadonlyMap<string, RoundOutcome>> {
  const blocks = new Map<number, Map<string, RoundOutcome>>();
  for (const outcome of outcomes) {
    const { block, entry } = identityOf(outcome);
    const rounds = blocks.get(block) ?? new Map<string, RoundOutcome>();
    blocks.set(block, rounds.set(entry, outcome));
  }
  return blocks;
}

/** True for an entry that was never run though a second block was begun: it was left out after the plan was made. */
function passedOver(blocks: ReadonlyMap<number, ReadonlyMap<string, RoundOutcome>>, entry: string): boolean {
  return blocks.size >= 2 && ![...blocks.values()].some((rounds) => rounds.has(entry));
}

/** The reason for which an outcome is no evidence by the gates, which are asked again of stored rounds. */
function reasonOf(outcome: Exclude<RoundOutcome, { kind: 'failed' }>, limits: GateLimits): VoidReason | null {
  if (outcome.kind === 'void') return outcome.reason;
  const { cores } = outcome.measurement;
  return voidReason(outcome.measurement, cores === null ? limits : gatesOn(limits, cores));
}

/**
 * Sorts a scenario's outcomes. A contender that failed in any round is left out with all its entries (the placebo is the
 * baseline's). A block counts when every remaining entry was measured in it and none of those rounds is void; it is
 * void when one of them is. An entry that was
 * passed over is not waited for. A block cut short, by an interruption or the end of the run, is neither, nor is one whose rounds
 * are of several sittings.
 */
export function sortRounds(lineUp: LineUp, outcomes: readonly RoundOutcome[], limits: GateLimits): SortedRounds {
  const own = outcomes.filter((outcome) => identityOf(outcome).scenario === lineUp.scenario);
  const failures = failuresOf(own);
  const blocks = decidingOutcomes(own);
  const failed = new Set(failures.map((failure) => failure.contender));
  const entries = lineUp.entries.filter((entry) => !failed.has(entry.contender) && !passedOver(blocks, entry.id));
  const counted: CountedBlock[] = [];
  const voids: VoidRound[] = [];
  for (const [block, outcomeOf] of [...blocks].toSorted(([a], [b]) => a - b)) {
    const rounds = new Map<string, Measurement>();
    for (const { id } of entries) {
      const outcome = outcomeOf.get(id);
      // Who failed in any round is no entry any more.
      if (outcome === undefined || outcome.kind === 'failed') continue;
      const reason = reasonOf(outcome, limits);
      if (reason !== null && reason.kind !== 'interrupted') voids.push({ block, entry: id, reason });
      if (reason === null && outcome.kind === 'measured') rounds.set(id, outcome.measurement);
    }
    // Void rounds are not among them, so a block with one is never whole.
    if (entries.length > 0 && rounds.size === entries.length) counted.push(...inOneSitting(block, rounds));
  }
  return { entries, counted, voids, voidBlocks: [...new Set(voids.map((round) => round.block))], failures };
}

/** A block begun in one sitting and ended in another pairs nothing: the machine had time to change between its rounds. */
function inOneSitting(block: number, rounds: CountedBlock['rounds']): readonly CountedBlock[] {
  const sittings = new Set([...rounds.values()].map((round) => round.identity.sitting));
  return sittings.size > 1 ? [] : [...sittings].map((sitting) => ({ block, sitting, rounds }));
}

/** One entry's rounds in the blocks that count. */
export function roundsOf(
  counted: readonly CountedBlock[],
  entry: string,
): readonly { readonly block: number; readonly round: Measurement }[] {
  return counted.flatMap(({ block, rounds }) =>
    [...rounds].flatMap(([id, round]) => (id === entry ? [{ block, round }] : [])),
  );
}

/** The blocks of two entries in a metric. */
export interface PairedUp {
  readonly pairs: readonly Pair[];
  /** Rounds of each side that give no value for a ratio. */
  readonly missing: { readonly contender: number; readonly against: number };
  /** Blocks in which a side has a value and it is zero, so that there is no ratio. */
  readonly zeros: number;
}

/** The pairs of two entries in a metric, and how many rounds of each side had no value. */
export function pairUp(counted: readonly CountedBlock[], metric: Metric, contender: string, against: string): PairedUp {
  const pairs: Pair[] = [];
  const missing = { contender: 0, against: 0 };
  let zeros = 0;
  for (const { block, sitting, rounds } of counted) {
    const ours = rounds.get(contender);
    const theirs = rounds.get(against);
    const value = ours === undefined ? null : readValue(metric, ours);
    const other = theirs === undefined ? null : readValue(metric, theirs);
    if ([ours, theirs].some((round) => round !== undefined && observedValue(metric, round) === 0)) zeros += 1;
    if (value === null) missing.contender += 1;
    if (other === null) missing.against += 1;
    if (ours === undefined || theirs === undefined || value === null || other === null) continue;
    pairs.push({
      block,
      sitting,
      contender: value,
      against: other,
      contenderPosition: ours.identity.position,
      againstPosition: theirs.identity.position,
      slowness: bothSlow(metric, ours, theirs),
    });
  }
  return { pairs, missing, zeros };
}

function bothSlow(metric: Metric, ours: Measurement, theirs: Measurement): Slowness | null {
  const contender = slownessIn(metric, ours);
  const against = slownessIn(metric, theirs);
  return contender === null || against === null ? null : { contender, against };
}

/**
 * How slow the core was in the phase that the metric is read from: the log of the time that the watched work took. Null where that
 * moves the metric little, and where the core was not watched.
 */
export function slownessIn(metric: Metric, round: Measurement): number | null {
  const watched = metric.atEqualSpeed ? phaseFor(metric, round)?.surroundings?.watched : null;
  return watched === null || watched === undefined ? null : Math.log(watched.meanNs);
}
