import { CLUMPED } from './generators.ts';
import { figureOf, pairedRatio, partsOf } from './ratios.ts';
import type { Part, Rounds } from './rounds.ts';
import { exactWaitAt, waits, type Stalls } from './theory.ts';

/** A demand on this program: what was found, the rule, and whether it holds. */
export interface Target {
  readonly what: string;
  readonly figure: number | null;
  readonly rule: string;
  readonly held: boolean;
}

/** `figure` is to be at most `limit`. What is not known does not hold. */
export function atMost(what: string, figure: number | null, limit: number | null, unit: string): Target {
  const rule = limit === null ? 'not known' : `at most ${Number(limit.toFixed(3))}${unit}`;
  return { what, figure, rule, held: figure !== null && limit !== null && figure <= limit };
}

const memory = (part: Part): number | null => part.peakMiB;

/** Most CPU a request, as a multiple of the peer's. */
const CLOSED_LIMITS = { wrk: 0.7, oha: 0.45, k6: 0.06, vegeta: 0.17 };

export function closedTargets({ parts }: Rounds): readonly Target[] {
  const costs = Object.entries(CLOSED_LIMITS).map(([peer, limit]) => {
    const ratio = pairedRatio(parts, 'loadgen', peer)?.median ?? null;
    return atMost(`closed loop, CPU a request ÷ that of ${peer}`, ratio, limit, '×');
  });
  return [...costs, atMost('closed loop, peak memory', figureOf(parts, 'loadgen', memory)?.max ?? null, 20, ' MiB')];
}

/**
 * Against oha: of the peers that time a request from when it was due, the cheapest to be had from a registry. Its requests come
 * in clumps, those of ours only where the plan says so.
 */
export function openTargets({ parts }: Rounds, perSecond: number): readonly Target[] {
  const p50 = (name: string): number | null => figureOf(parts, name, (part) => part.said.p50)?.median ?? null;
  const cost = (law: string): Target => {
    const ratio = pairedRatio(parts, `loadgen, ${law}`, 'oha')?.median ?? null;
    return atMost(`${perSecond}/s, ${law}: CPU a request ÷ that of oha`, ratio, 0.7, '×');
  };
  const spreadOut = ['poisson', 'constant'].flatMap((law) => [
    cost(law),
    atMost(`${perSecond}/s, ${law}: p50 in ms`, p50(`loadgen, ${law}`), p50('oha'), ' ms, that of oha'),
  ]);
  // No p50: oha's leaves out the wait for the clump's turn, of ten sent at once.
  return [...spreadOut, cost(CLUMPED)];
}

/**
 * The floor is added to no value but the p50, which is nothing else: it is far below 3 % of the others. Of the p50 itself 3 %
 * would be a few µs, so it has the 0.1 ms that a known delay has.
 */
export function stallTargets(stalled: Rounds, unstalled: Rounds, stalls: Stalls): readonly Target[] {
  const name = 'loadgen, constant';
  const said = partsOf(stalled.parts, name)[0]?.said;
  const floor = partsOf(unstalled.parts, name)[0]?.said.p50 ?? null;
  const p50 = said?.p50 ?? null;
  const offFloor = floor === null || p50 === null ? null : Math.abs(p50 - floor);
  const all = waits(stalls);
  const rows = [
    ['p99', 0.99, said?.p99],
    ['p99.9', 0.999, said?.p999],
    ['max', 1, said?.max],
  ] as const;
  const others = rows.map(([quantile, share, figure]) => {
    const truth = exactWaitAt(share, all);
    const off = figure === null || figure === undefined ? null : (Math.abs(figure - truth) / truth) * 100;
    return atMost(`stall: ${quantile} off the true ${truth.toFixed(1)} ms, in %`, off, 3, ' %');
  });
  return [
    atMost(`stall: p50 off that without a stall, ${floor?.toFixed(3)} ms, in ms`, offFloor, 0.1, ' ms'),
    ...others,
  ];
}
