import type { Limit } from './knock-out.ts';
import type { Weighting } from './draw.ts';

/** What a choice is judged by here, in the order in which it is shown. */
export const CRITERIA = ['bill', 'p99', 'memory', 'start', 'build', 'mistakes', 'ramp'] as const;
export type CriterionId = (typeof CRITERIA)[number];

/** Somebody who may be chosen: a contender, or a variant of one. */
export interface Candidate {
  readonly id: string;
  readonly title: string;
  readonly language: string;
}

/** Who does the work. */
export interface Team {
  readonly engineers: number;
  /** Money a month for one of them, all in. */
  readonly loadedMonth: number;
  /** How many of them have shipped in a language. */
  readonly shipped: Readonly<Record<string, number>>;
  /** Months until one who has not is as fast as before. */
  readonly ramp: Readonly<Record<string, number>>;
}

/** What a team asks, complete. */
export interface Question {
  readonly candidates: readonly Candidate[];
  /** What runs today; null where nothing does. */
  readonly current: string | null;
  /** Scenarios that stand for the service, with their shares of its requests. */
  readonly work: readonly { readonly scenario: string; readonly share: number }[];
  readonly perSecond: number;
  readonly peakFactor: number;
  readonly utilisation: number;
  readonly leastReplicas: number;
  readonly vcpuPerCore: number;
  /** Response times worth nothing from here on, ms. */
  readonly p99Ms: number;
  readonly limits: readonly Limit[];
  readonly weights: Readonly<Record<CriterionId, number>>;
  readonly weighting: Weighting;
  readonly team: Team;
  /** Engineer-months of a rewrite; null where nobody said. */
  readonly rewriteMonths: number | null;
  readonly seed: number;
  /** What of all this was not said, and so is ours: `traffic`, `team.engineers`. */
  readonly assumed: readonly string[];
}

/** What is taken where a team says nothing. Every one of them is shown as assumed. */
export const DEFAULTS = {
  perSecond: 100,
  peakFactor: 2,
  utilisation: 0.6,
  leastReplicas: 2,
  vcpuPerCore: 1,
  engineers: 4,
  loadedMonth: 12_000,
  /** Of a language that nobody said anything about. */
  ramp: 2,
  firmness: 20,
  seed: 7,
  weights: { bill: 20, p99: 20, memory: 5, start: 5, build: 10, mistakes: 15, ramp: 25 },
} as const satisfies Record<string, unknown>;
