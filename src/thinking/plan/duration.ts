import { OWN_SHARES } from './further.ts';
import type { Plan, Profile } from './plan.ts';

/** An honest estimate of a plan's time, in seconds, as it stands before the first block. */
export interface TimeEstimate {
  readonly buildS: number;
  /** Everything between the builds and the first block: checks of the contract, services, calibration. */
  readonly calibrateS: number;
  readonly measureS: number;
  readonly totalS: number;
  /** The same where every scenario is settled at the first look; equal to the total where that is the only one. */
  readonly leastS: number;
  readonly perRoundS: number;
}

/** What is known about the time of a plan's parts. */
export interface KnownTimes {
  /** Build time of each contender that must be built; null (or absent) for one that is built already. */
  readonly buildMs: Readonly<Record<string, number | null>>;
  /** Ids of the scenarios that need a service of their own started and seeded. */
  readonly withServices?: readonly string[];
  /** Milliseconds that each round of a scenario takes longer for its surge and recovery; absent: none of them has one. */
  readonly surgeMs?: Readonly<Record<string, number>>;
  /** The same for connections that are held (`heldMs`). */
  readonly heldMs?: Readonly<Record<string, number>>;
  /** What earlier rounds on this machine took beyond their phases; null or absent where there are none. */
  readonly roundOverheadMs?: number | null;
}

/**
 * What a round takes beyond its three phases, in ms. Origin: trials on a machine of two cores - a Node service answers
 * 150-400 ms after its start, Go and Rust after 10-50 ms; a case takes 1-5 ms and there are some tens of them; the
 * generator starts and connects in some 50 ms; each of three phases drains and reads its counters; stopping waits for
 * the group to empty. They are starting values: observed rounds replace them (`roundOverheadMs`, `remaining`).
 */
const ROUND_PARTS_MS = { start: 300, cases: 150, generator: 150, drainAndCounters: 3 * 60, stop: 120 } as const;

/**
 * The generator against the null server, once for each scenario, in ms: long enough for a rate to 1 % and, at 1,500/s and more, for a
 * p99 with its 30 requests beyond. The scenario of a closed loop has no floor to measure and takes less than is estimated.
 */
export const GENERATOR_CALIBRATION = { warmUpMs: 300, ceilingMs: 1000, floorMs: 2000 } as const;

/** Generator and null server start twice: once for the ceiling, once for the floor. */
function generatorMs(): number {
  const { warmUpMs, ceilingMs, floorMs } = GENERATOR_CALIBRATION;
  return 2 * (warmUpMs + ROUND_PARTS_MS.generator + ROUND_PARTS_MS.stop) + ceilingMs + floorMs;
}

/** The busy phase, and one for each share of the own rate. */
const FURTHER_PHASES = 1 + OWN_SHARES.length;

/**
 * Fifteen attempts of 1.25 s, the least at an objective of 50 ms, each with a generator of its own, in ms. Origin: twelve searches on
 * two cores took 15 to 39 s.
 */
export const SEARCH_MS = 15 * (1250 + ROUND_PARTS_MS.generator + 60);

/** A second of a pilot, and the reading of the counters after it, in ms. */
const PILOT_SECOND_MS = 1000 + ROUND_PARTS_MS.drainAndCounters / 3;

/** A private MariaDB: its directory 2-3 s, start 0.7 s, 100,000 rows 0.6 s (trials on two cores), in ms. */
const SERVICE_MS = 4000;

/** Cold builds seen in trials on two cores, in ms; the guess where no build has been timed. */
const COLD_BUILD_MS: ReadonlyMap<string, number> = new Map([
  ['node', 8_000],
  ['go', 25_000],
  ['rust', 75_000],
]);
const UNKNOWN_BUILD_MS = 30_000;

/** A guess at a cold build's time by language, for a contender that was never built here. */
export function guessBuildMs(language: string): number {
  return COLD_BUILD_MS.get(language) ?? UNKNOWN_BUILD_MS;
}

function overheadMs(known: KnownTimes): number {
  return known.roundOverheadMs ?? Object.values(ROUND_PARTS_MS).reduce((sum, part) => sum + part, 0);
}

/** All phases of a round, in ms; a search for a capacity is none of them. */
function phasesMs({ warmUpMs, steadyMs, peakMs, further }: Profile): number {
  return warmUpMs + steadyMs + peakMs + (further === null ? 0 : FURTHER_PHASES * further.phaseMs);
}

/** What a round took beyond its phases, from its whole time without a search: the value to remember for the next estimate. */
export function overheadOfRound(plan: Plan, tookS: number): number {
  return Math.max(0, tookS * 1000 - phasesMs(plan.profile));
}

function contendersOf(entries: readonly { readonly contender: string }[]): number {
  return new Set(entries.map((entry) => entry.contender)).size;
}

/** Rounds of the whole plan. */
export function countRounds(plan: Plan): number {
  return plan.scenarios.reduce(
    (sum, scenario) => sum + scenario.blocks.reduce((all, block) => all + block.length, 0),
    0,
  );
}

/** The surge of a scenario, its recovery and the generator of its own, in ms. */
function surgeOf(scenario: string, { surgeMs }: KnownTimes): number {
  const length = surgeMs?.[scenario] ?? 0;
  return length === 0 ? 0 : length + ROUND_PARTS_MS.generator + ROUND_PARTS_MS.drainAndCounters / 3;
}

/** A second for each step, the opening of the connections at some 1,000 a second (trials on two cores), and a start and a stop, in ms. */
export function heldMs(counts: readonly number[]): number {
  return (counts.length + 1) * 1000 + (counts.at(-1) ?? 0) + ROUND_PARTS_MS.start + ROUND_PARTS_MS.stop;
}

/** What all surges and all holding of the plan take, in ms; who has no surge for want of room counts all the same. */
function besidesMs(plan: Plan, known: KnownTimes): number {
  return plan.scenarios.reduce((sum, { scenario, blocks }) => {
    const each = surgeOf(scenario, known) + (known.heldMs?.[scenario] ?? 0);
    return sum + blocks.reduce((all, block) => all + block.length, 0) * each;
  }, 0);
}

/** Searches for a capacity of the whole plan. */
export function countSearches({ profile, scenarios }: Plan): number {
  const blocks = Math.min(profile.further?.searches ?? 0, profile.blocks);
  return scenarios.reduce((sum, { entries }) => sum + blocks * entries.length, 0);
}

/**
 * How long the plan will take, from its phases and the constants above, or from what is known of this machine. Builds
 * run one after another; each contender is started once more per scenario to be checked and calibrated.
 */
export function estimateDuration(plan: Plan, known: KnownTimes): TimeEstimate {
  const overhead = overheadMs(known);
  const rounds = countRounds(plan);
  const extraMs = rounds === 0 ? 0 : besidesMs(plan, known) / rounds;
  const perRoundMs = overhead + phasesMs(plan.profile) + extraMs;
  const buildMs = Object.values(known.buildMs).reduce<number>((sum, each) => sum + (each ?? 0), 0);
  const taking = plan.scenarios.filter((scenario) => scenario.entries.length > 0);
  const services = taking.filter((scenario) => known.withServices?.includes(scenario.scenario) ?? false).length;
  const starts = taking.reduce((sum, scenario) => sum + contendersOf(scenario.entries), 0);
  const calibrateMs =
    taking.length * generatorMs() + services * SERVICE_MS + starts * (overhead + plan.profile.pilotS * PILOT_SECOND_MS);
  const measureMs = rounds * perRoundMs + countSearches(plan) * SEARCH_MS;
  const leastShare = (plan.profile.looks[0]?.blocks ?? plan.profile.blocks) / plan.profile.blocks;
  return {
    buildS: buildMs / 1000,
    calibrateS: calibrateMs / 1000,
    measureS: measureMs / 1000,
    totalS: (buildMs + calibrateMs + measureMs) / 1000,
    leastS: (buildMs + calibrateMs + measureMs * leastShare) / 1000,
    perRoundS: perRoundMs / 1000,
  };
}

/**
 * Seconds left once blocks are under way. The observed mean time of a round is taken as soon as there is one: it knows
 * this machine, which the constants do not.
 *
 * @param roundsDone rounds finished, of all scenarios. @param observedRoundS their mean time; null before the first.
 */
export function remaining(plan: Plan, roundsDone: number, observedRoundS: number | null, known: KnownTimes): number {
  const left = Math.max(0, countRounds(plan) - roundsDone);
  return left * (observedRoundS ?? estimateDuration(plan, known).perRoundS);
}
