import { rateOf, stepAtOrBelow } from '../capacity/grid.ts';
import type { MadeRound } from '../measurement/made-rounds.ts';
import { madeLoad, madeSurge } from '../measurement/made-rounds.ts';
import type { RoundOutcome } from '../measurement/measurement.ts';
import type { Surge } from '../measurement/surge.ts';
import { OWN_SHARES } from '../plan/further.ts';
import { madeRun } from '../verdict/made-run.ts';
import type { LineUp } from '../verdict/rounds.ts';

/** Rounds made for tests of reports: what is true of three contenders, and what their rounds show of it. */
/** What a contender truly costs: CPU per request in both phases, response times, memory. */
export interface Truth {
  readonly steadyUs: number;
  readonly peakUs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly memoryMiB: number;
}

export const NODE: Truth = { steadyUs: 98, peakUs: 62, p50Ms: 0.81, p99Ms: 4.2, memoryMiB: 88 };
const GO: Truth = { steadyUs: 61, peakUs: 34, p50Ms: 0.62, p99Ms: 2.9, memoryMiB: 31 };
const RUST: Truth = { steadyUs: 44, peakUs: 19, p50Ms: 0.48, p99Ms: 1.4, memoryMiB: 12 };

export const MADE_TRUTHS: Readonly<Record<string, Truth>> = {
  'node-fastify': NODE,
  'go-nethttp': GO,
  'rust-axum': RUST,
};

/** The common rates of the made scenarios. */
export const MADE_OFFERED: Readonly<Record<string, number>> = { json: 2400, 'jwt-mysql': 1900 };

/** A number between −1 and 1 that looks drawn, and is the same each time. */
export function wobble(...keys: readonly (string | number)[]): number {
  let state = 2_166_136_261;
  for (const letter of keys.join('/')) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  state = Math.imul(state ^ (state >>> 15), 2_246_822_507) >>> 0;
  return ((state ^ (state >>> 13)) >>> 0) / 2 ** 31 - 1;
}

/** What the longer profiles measure besides: CPU per request falls as load rises, and each carries nine tenths of its peak. */
function furtherLoads(truth: Truth, block: number, near: (what: string) => number): Partial<MadeRound> {
  const own = OWN_SHARES.map((share) => {
    const cpuUs = (truth.peakUs + (1 - share) * (truth.steadyUs - truth.peakUs) * 1.3) * near(`own ${share}`);
    const p99 = (truth.p99Ms / (1 - 0.9 * share)) * near(`p99 ${share}`);
    return { share, phase: madeLoad(cpuUs, { responseMs: { p50: p99 / 5, p90: p99 / 2, p99, p99_9: null, max: 90 } }) };
  });
  const busyP99 = truth.p99Ms * 1.8 * near('busy p99');
  const responseMs = { p50: busyP99 / 5, p90: busyP99 / 2, p99: busyP99, p99_9: null, max: 90 };
  const busy = madeLoad(truth.steadyUs * 0.9 * near('busy'), { responseMs });
  const capacityPerS = rateOf(stepAtOrBelow((0.9e6 / truth.peakUs) * near('capacity')));
  return { own, busy, ...(block < 6 ? { capacityPerS } : {}) };
}

/**
 * What an overload does to each: node, and the placebo with it, is caught up after 4 s, but for every fifth round, in which it never is;
 * the others at once, and rust without one late request.
 */
function overloaded(owner: string, block: number, truth: Truth): Surge {
  const none = owner === 'rust-axum' ? 0 : 4;
  const surge = [0, 1, 2].map(() => [owner === 'rust-axum' ? 0 : 900, 1e6 / truth.peakUs / 20] as const);
  const recovery = [0, 1, 2, 3, 4, 5].map((second) => {
    const late = owner === 'node-fastify' && (second < 4 || block % 5 === 4) ? 400 : none;
    return [late, second < 4 ? 700 : 500] as const;
  });
  return madeSurge([...surge, ...recovery], { perSecond: 1.5e6 / truth.peakUs, memoryMiB: truth.memoryMiB * 1.5 });
}

/** What a made run has besides the steady phase and the peak. */
export interface MadeBesides {
  readonly further: boolean;
  readonly surge: boolean;
}

/** A line-up's rounds about what is true of its contenders, scattered by `noise` in logs; the same each time. */
export function madeRounds(
  lineUp: LineUp,
  truths: Readonly<Record<string, Truth>>,
  noise: number,
  { further, surge }: MadeBesides,
): readonly RoundOutcome[] {
  return madeRun(lineUp, ({ entry, block }) => {
    const owner = lineUp.entries.find((candidate) => candidate.id === entry)?.contender ?? entry;
    const truth = truths[owner] ?? NODE;
    const near = (what: string): number => Math.exp(noise * wobble(lineUp.scenario, entry, block, what));
    return {
      contender: owner,
      cpuUs: truth.steadyUs * near('cpu'),
      peakCpuUs: truth.peakUs * near('peak'),
      p50Ms: truth.p50Ms * near('p50'),
      p99Ms: truth.p99Ms * near('p99'),
      memoryMiB: truth.memoryMiB * near('memory'),
      steady: { offeredPerS: MADE_OFFERED[lineUp.scenario] ?? 2000 },
      ...(further ? furtherLoads(truth, block, near) : {}),
      ...(surge ? { surge: overloaded(owner, block, truth), memoryLimitMiB: 256 } : {}),
    };
  });
}
