import { looksAfter } from '../estimate/looks.ts';
import type { MadeRound } from '../measurement/made-rounds.ts';
import { madeOutcome } from '../measurement/made-rounds.ts';
import type { RoundOutcome } from '../measurement/measurement.ts';
import type { Surroundings } from '../measurement/surroundings.ts';
import type { Rules } from './conclusion.ts';
import { gateLimits } from './limits.ts';
import type { LineUp } from './rounds.ts';

const CORES = { contender: [0], rest: [1], shared: false } as const;

/** Rules as the configuration has them by default, on two cores; for tests. */
export const MADE_RULES: Rules & { readonly objective: { readonly p99Ms: number; readonly errors: number } } = {
  profile: { alpha: 0.05, looks: looksAfter([12], 0.05), sittings: 1 },
  margin: {
    'cpu-per-request': 0.05,
    'peak-cpu-per-request': 0.05,
    'peak-rate': 0.05,
    p50: 0.1,
    p90: 0.1,
    p99: 0.2,
    'p99.9': 0.3,
    'first-piece': 0.2,
    'piece-gap': 0.2,
    memory: 0.1,
    'busy-cpu-per-request': 0.05,
    'busy-p99': 0.2,
    capacity: 0.1,
    'surge-kept': 0.05,
    'surge-late': 0.2,
    'surge-memory': 0.1,
    'held-memory': 0.1,
  },
  cores: CORES,
  gates: gateLimits(CORES),
  objective: { p99Ms: 50, errors: 0.001 },
};

/** Surroundings in which nothing went on. */
export const CALM: Surroundings = {
  pressureS: { cpu: 0, memory: 0, io: 0 },
  queueWaitS: 0,
  swappedPages: 0,
  throttledS: 0,
  thermalEvents: 0,
  clockJumpMs: 0,
  coreSpeed: null,
  watched: null,
  cores: null,
};

/** A line-up of these contenders, the first of them the baseline and the placebo; orders rotate from block to block. */
export function madeLineUp(contenders: readonly string[], blocks: number, scenario = 'json'): LineUp {
  const [baseline = ''] = contenders;
  const ids = [...contenders, 'placebo'];
  return {
    scenario,
    entries: ids.map((id) => ({ id, contender: id === 'placebo' ? baseline : id })),
    blocks: Array.from({ length: blocks }, (_, block) => ids.map((_id, i) => ids[(i + block) % ids.length] ?? '')),
  };
}

/** The rounds of a line-up, each made by `make` from its place. */
export function madeRun(
  lineUp: LineUp,
  make: (place: { readonly entry: string; readonly block: number; readonly position: number }) => Partial<MadeRound>,
): readonly RoundOutcome[] {
  return lineUp.blocks.flatMap((order, block) =>
    order.map((entry, position) => {
      const contender = lineUp.entries.find((candidate) => candidate.id === entry)?.contender ?? entry;
      const place = { entry, contender, block, position, scenario: lineUp.scenario };
      return madeOutcome({ ...place, ...make(place) });
    }),
  );
}
