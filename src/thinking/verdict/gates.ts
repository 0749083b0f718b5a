import { excludesOne, interval } from '../estimate/ratio.ts';
import type { Estimate } from '../estimate/estimate.ts';
import type { ContenderFailure, VoidReason } from '../measurement/failure.ts';
import type { Measurement } from '../measurement/measurement.ts';
import type { Books, GeneratorVerdict, Phase } from '../measurement/phase.ts';
import type { MetricId } from '../measurement/metric.ts';
import { BUSY, isFurther, ownName } from '../measurement/reading.ts';
import { SURGE } from '../measurement/surge.ts';
import { disturbance } from './disturbance.ts';
import { impossibility } from './impossible.ts';
import { squeezed, type GateLimits } from './limits.ts';
import { misplacement } from './misplacement.ts';
import type { Refusal } from './verdict.ts';

/** More void blocks than this and the run is refused: what is left is a choice of quiet moments. */
export const MOST_VOID = 0.3;

/** Level at which the placebo must not differ: one run in a hundred is refused by chance for each primary metric. */
export const PLACEBO_LEVEL = 0.99;

/** The phase in which a limited generator still tells who was the limit. */
const PEAK = 'peak';

/** Whether the books add up, by our own sum as well as by the generator's word. */
function balanced(books: Books): boolean {
  const sum = books.correct + books.wrong + books.failed + books.shed + books.unfinished;
  return books.balanced && sum === books.planned;
}

/**
 * The generator's verdicts on itself that void a phase. A limited closed loop still tells who was the limit. On a noisy host it does
 * not: the limit was a stranger, who takes caches and turns from the contender as well as from the generator. A saturated server and
 * too few connections are part of what was asked; they void nothing and are shown as cautions (`cautions.ts`).
 */
function generatorVoids(name: string, verdict: GeneratorVerdict): boolean {
  switch (verdict) {
    case 'void':
    case 'noisy-host':
      return true;
    case 'generator-limited':
      return name !== PEAK;
    case 'valid':
    case 'connection-limited':
    case 'server-saturated':
      return false;
  }
}

/**
 * Verdicts by which requests that were shed or never answered are not the contender's doing. Too few connections are not among them:
 * all have the same, and it is slow answers that fill them.
 */
const NOT_THE_CONTENDERS: readonly GeneratorVerdict[] = ['void', 'generator-limited', 'noisy-host'];

/** Why a phase yields no evidence, or null. */
export function phaseVoidReason(name: string, phase: Phase, limits: GateLimits): VoidReason | null {
  if (!balanced(phase.books)) return { kind: 'books', phase: name, books: phase.books };
  return (
    misplacement(name, phase, limits) ??
    strangers(name, phase, limits) ??
    disturbance(name, phase, limits) ??
    generatorReason(name, phase) ??
    impossibility(name, phase, limits)
  );
}

function generatorReason(name: string, phase: Phase): VoidReason | null {
  const { verdict, reasons } = phase.generator;
  return generatorVoids(name, verdict) ? { kind: 'generator', phase: name, verdict, reasons } : null;
}

/** Strangers' CPU and the hypervisor's. They are named before the generator, which is late because of them. */
function strangers(name: string, phase: Phase, limits: GateLimits): VoidReason | null {
  const { wallS, foreignS, foreignErrorS, stealS } = phase.cpu;
  if (wallS <= 0) return null; // no time passed, so no share can be taken
  // Only what is beyond the counters' own error is surely there.
  if (foreignS !== null && (foreignS - foreignErrorS) / wallS > limits.foreignShare) {
    return { kind: 'foreign-cpu', phase: name, share: foreignS / wallS, limit: limits.foreignShare };
  }
  const stealShare = stealS === null ? 0 : stealS / (wallS * limits.cores);
  if (stealS !== null && stealS > limits.resolutionS && stealShare > limits.stealShare) {
    return { kind: 'steal', phase: name, share: stealShare, limit: limits.stealShare };
  }
  return null;
}

/** All phases of a round, in their order, by the names they have in the generator's plan. */
function phasesOf({
  steady,
  busy,
  own,
  peak,
  surge,
}: Measurement): readonly { readonly name: string; readonly phase: Phase }[] {
  return [
    { name: 'steady', phase: steady },
    ...(busy === null ? [] : [{ name: BUSY, phase: busy }]),
    ...own.map(({ share, phase }) => ({ name: ownName(share), phase })),
    { name: PEAK, phase: peak },
    ...(surge === null ? [] : [{ name: SURGE, phase: surge.phase }]),
  ];
}

/** Why a round yields no evidence, or null. Blind to the outcome: it reads books, places, surroundings, generator and strangers' CPU only. */
export function voidReason(round: Measurement, limits: GateLimits): VoidReason | null {
  for (const { name, phase } of phasesOf(round)) {
    const reason = phaseVoidReason(name, phase, squeezed(limits, round.memoryLimitMiB));
    if (reason !== null) return reason;
  }
  return null;
}

/**
 * The contender's failure to answer a phase within the objective's share of errors, or null.
 *
 * Errors are wrong and failed answers and, where the generator was not the cause, requests it could not hand over since
 * the contender kept every connection busy (shed) or that were never answered (unfinished): leaving them out would
 * make the slowest answers vanish from the percentiles. The larger kind names the failure.
 *
 * Loads beyond the common rate are there to see what a contender can take. One that was too much for it is no failure but the answer,
 * as long as what is answered is right. A surge is too much by design, and whoever answers it by another status has refused: that is
 * one way to bear it, and is counted as late.
 *
 * @param refused wrong answers that are wrong by their status only.
 */
export function failureUnderLoad(
  name: string,
  phase: Phase,
  objective: { readonly errors: number },
  failedBy: Readonly<Record<string, number>> = {},
  refused = 0,
): ContenderFailure | null {
  const { planned, failed, shed, unfinished } = phase.books;
  const wrong = phase.books.wrong - (name === SURGE ? refused : 0);
  if (planned === 0) return null;
  const tooMuch = name === SURGE || (isFurther(name) && phase.generator.verdict === 'server-saturated');
  const lost = tooMuch ? 0 : failed;
  const unserved = NOT_THE_CONTENDERS.includes(phase.generator.verdict) || tooMuch ? 0 : shed + unfinished;
  if ((wrong + lost + unserved) / planned <= objective.errors) return null;
  if (wrong >= lost + unserved) return { kind: 'wrong-under-load', phase: name, wrong, of: planned, example: [] };
  const by = { ...failedBy, ...(unserved > 0 ? { shed, unfinished } : {}) };
  return { kind: 'failed-under-load', phase: name, failed: failed + unserved, of: planned, by };
}

/** What a scenario's refusal hangs on. */
export interface RefusalGrounds {
  readonly scenario: string;
  /** Blocks that were tried to the end, and how many of them are void. */
  readonly tried: number;
  readonly void: number;
  /** The placebo against its own double, for the primary metrics. */
  readonly placebo: readonly { readonly metric: MetricId; readonly estimate: Estimate }[];
  /** That the first half of the blocks tells something else than the second; null where it does not. */
  readonly drift: Refusal | null;
}

/** Why the scenario - and with it the run - gives no verdict, or null. */
export function refusal(grounds: RefusalGrounds): Refusal | null {
  const { scenario, tried } = grounds;
  if (tried > 0 && grounds.void / tried > MOST_VOID) {
    return { kind: 'too-many-void', scenario, void: grounds.void, of: tried, limit: MOST_VOID };
  }
  for (const { metric, estimate } of grounds.placebo) {
    if (estimate.kind === 'none') continue;
    const bounds = interval(estimate, PLACEBO_LEVEL);
    if (!excludesOne(bounds)) continue;
    return { kind: 'placebo-differs', scenario, metric, ratio: estimate.ratio, ...bounds };
  }
  return grounds.drift;
}
