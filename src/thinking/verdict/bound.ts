import type { CoreSplit } from '../machine/machine.ts';
import type { FoundCapacity, Measurement } from '../measurement/measurement.ts';
import type { CpuBill } from '../measurement/phase.ts';
import type { Metric } from '../measurement/metric.ts';
import { phaseFor } from '../measurement/reading.ts';

/** What a peak was held down by. A peak tells about the contender only where the contender itself was the limit. */
export type PeakBound =
  | { readonly kind: 'contender'; readonly contenderShare: number; readonly restShare: number }
  | {
      readonly kind: 'database' | 'generator' | 'nothing';
      readonly contenderShare: number;
      readonly restShare: number;
    };

/**
 * Share of its cores' time from which on the contender counts as the limit. Not 1: the reading includes the ramp and
 * the drain of a phase of a second or two, and the kernel bills some receive work on the contender's core to others.
 * The whole tree is counted, so collectors and helper threads that share the core with the main thread count with it.
 * On several cores this is deliberately hard on a program that can use only one: it then reads `nothing`, since from
 * CPU time alone a full main thread beside idle cores looks like waiting.
 */
const CONTENDER_BUSY = 0.9;

/**
 * Share from which on the other cores count as the limit. Lower, since generator and database hand one core to and fro
 * and lose time to each switch; below it there was time left over that either could have used.
 */
const REST_BUSY = 0.85;

/** A pair's peak gives no verdict when more than this share of a side's rounds was bound by anything else. */
export const MOST_BOUND_ELSEWHERE = 1 / 5;

/**
 * What limited a closed-loop phase, by who used up whose cores. `nothing`: neither was used up, so the requests were
 * waiting - for a pool, a lock, a disk, an upstream or each other. `database` is whichever services the scenario has. Foreign CPU is left out of the rest: nobody knows which core it
 * ran on, and the gates keep it small.
 *
 * @param coresContender, coresRest how many cores each half has.
 */
export function peakBound(cpu: CpuBill, coresContender: number, coresRest: number): PeakBound {
  const services = cpu.servicesS ?? 0;
  const contenderShare = cpu.wallS > 0 ? cpu.contenderS / (cpu.wallS * coresContender) : 0;
  const restShare = cpu.wallS > 0 ? (cpu.generatorS + services + cpu.bakeoffS) / (cpu.wallS * coresRest) : 0;
  if (contenderShare >= CONTENDER_BUSY) return { kind: 'contender', contenderShare, restShare };
  if (restShare < REST_BUSY) return { kind: 'nothing', contenderShare, restShare };
  // Bakeoff's own time is on the side of the load: it is there because of the generator.
  return { kind: services > cpu.generatorS + cpu.bakeoffS ? 'database' : 'generator', contenderShare, restShare };
}

/**
 * So many cores were there for a contender: those that it was given, less what the others took where it shares any with them. All of
 * that is counted off, since nobody knows which core they took it of.
 *
 * @param given null: all that contenders have.
 */
export function coresHad(
  cpu: CpuBill,
  given: readonly number[] | null,
  { contender, rest, shared }: CoreSplit,
): number {
  const cores = given ?? contender;
  if (shared || cpu.wallS <= 0 || !cores.some((core) => rest.includes(core))) return cores.length;
  return cores.length - (cpu.generatorS + (cpu.servicesS ?? 0) + cpu.bakeoffS) / cpu.wallS;
}

/** The same for a peak phase, where the generator's own word comes first: it knows when it could not send in time. */
export function boundOfPeak({ peak, cores: given }: Pick<Measurement, 'peak' | 'cores'>, split: CoreSplit): PeakBound {
  const bound = peakBound(peak.cpu, coresHad(peak.cpu, given, split), split.rest.length);
  return peak.generator.verdict === 'generator-limited' ? { ...bound, kind: 'generator' } : bound;
}

/**
 * The same under an offered rate, where a contender has time left by design: only a database without any holds it down. Then the
 * requests wait for the database, whoever asks it.
 */
function boundUnderRate(cpu: CpuBill, given: Measurement['cores'], split: CoreSplit): PeakBound {
  const bound = peakBound(cpu, coresHad(cpu, given, split), split.rest.length);
  return bound.kind === 'database' ? bound : { ...bound, kind: 'contender' };
}

/**
 * What held the capacity down, by the attempt just above it. `nothing` is the contender then: it missed the objective with time left,
 * by a pause say, and that is its own doing. Null where nothing was found.
 */
function boundOfCapacity(
  { perSecond, attempts }: FoundCapacity,
  given: Measurement['cores'],
  split: CoreSplit,
): PeakBound | null {
  if (perSecond === null) return null;
  const above = attempts.filter((attempt) => attempt.outcome === 'failed' && attempt.perSecond > perSecond);
  const next = Math.min(...above.map((attempt) => attempt.perSecond));
  const bounds = above
    .filter((attempt) => attempt.perSecond === next)
    .map(({ cpu }) => peakBound(cpu, coresHad(cpu, given, split), split.rest.length));
  const [first] = bounds;
  if (first === undefined) return null;
  const elsewhere = bounds.filter(({ kind }) => kind === 'database' || kind === 'generator');
  const [other] = elsewhere;
  return other !== undefined && elsewhere.length * 2 > bounds.length ? other : { ...first, kind: 'contender' };
}

/** True for a metric that tells of the contender only where the contender itself was the limit, or nobody was. */
export function isHeldDown({ phase, unit }: Metric): boolean {
  return phase === 'peak' || phase === 'search' || unit === 'ms' || unit === 'share';
}

/** What a round's value of such a metric was held down by; null where the round has none. */
export function boundFor(metric: Metric, round: Measurement, split: CoreSplit): PeakBound | null {
  const { cores: given } = round;
  if (metric.phase === 'search') return round.capacity === null ? null : boundOfCapacity(round.capacity, given, split);
  if (metric.phase === 'peak') return boundOfPeak(round, split);
  const phase = phaseFor(metric, round);
  return phase === null ? null : boundUnderRate(phase.cpu, given, split);
}

/** How often a side's rounds were bound by something else, and by what mostly. */
export interface BoundElsewhere {
  readonly bound: 'database' | 'generator' | 'nothing';
  readonly rounds: number;
  readonly of: number;
}

/** Null where the contender was the limit in enough of the rounds. */
export function boundElsewhere(bounds: readonly PeakBound[]): BoundElsewhere | null {
  const kinds = ['database', 'generator', 'nothing'] as const;
  const counts = kinds.map((kind) => ({ kind, rounds: bounds.filter((bound) => bound.kind === kind).length }));
  const rounds = counts.reduce((sum, count) => sum + count.rounds, 0);
  if (rounds <= MOST_BOUND_ELSEWHERE * bounds.length) return null;
  const most = counts.reduce((best, count) => (count.rounds > best.rounds ? count : best));
  return { bound: most.kind, rounds, of: bounds.length };
}
