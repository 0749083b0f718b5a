import { looksAfter } from '../estimate/looks.ts';
import type { RoundIdentity, RoundOutcome } from '../measurement/measurement.ts';
import { sortRounds } from '../verdict/rounds.ts';
import type { Plan, ScenarioPlan } from './plan.ts';
import { LEAST_PAUSE_MS } from './sittings.ts';

/** A run that is to be one of several taken together. */
export interface Part {
  readonly plan: Plan;
  readonly outcomes: readonly RoundOutcome[];
}

/** Why runs cannot be taken together. */
export type JoinProblem =
  /** The named parts of two runs differ, so that their rounds are not of the same things. */
  | { readonly kind: 'unlike'; readonly run: string; readonly other: string; readonly what: readonly string[] }
  | { readonly kind: 'nothing-in-common'; readonly run: string; readonly other: string }
  | { readonly kind: 'twice'; readonly run: string }
  | { readonly kind: 'nothing-measured'; readonly run: string };

export type Joined =
  | { readonly ok: true; readonly value: Part }
  | { readonly ok: false; readonly problem: JoinProblem };

/** A part with the moments at which its measured rounds began and were over, ms since 1970. */
interface Timed extends Part {
  readonly fromMs: number;
  readonly overMs: number;
}

function timed(part: Part): Timed | null {
  const measured = part.outcomes.flatMap((one) => (one.kind === 'failed' ? [] : (one.measurement ?? [])));
  if (measured.length === 0) return null;
  const starts = measured.map(({ startedAt }) => Date.parse(startedAt));
  const ends = measured.map(({ startedAt, tookS }) => Date.parse(startedAt) + tookS * 1000);
  return { ...part, fromMs: Math.min(...starts), overMs: Math.max(...ends) };
}

/** What must be the same of two runs whose rounds are taken together, by name. */
function unlike(one: Plan, other: Plan): readonly string[] {
  const shared = Object.keys(one.digests).filter((name) => name in other.digests);
  const digests = shared.filter((name) => one.digests[name] !== other.digests[name]);
  const rules: readonly (readonly [string, (plan: Plan) => unknown])[] = [
    ['profile', ({ profile: { name, steadyMs, peakMs, further, alpha } }) => [name, steadyMs, peakMs, further, alpha]],
    ['baseline', ({ baseline }) => baseline],
    ['margin', ({ margin }) => margin],
    ['cores', ({ cores }) => cores],
    ['gates', ({ gates }) => gates],
  ];
  const differing = rules.filter(([, read]) => JSON.stringify(read(one)) !== JSON.stringify(read(other)));
  return [...digests, ...differing.map(([name]) => name)];
}

/** The scenarios that all plans have with the same entries, their blocks one run after the other. */
function commonScenarios(plans: readonly Plan[]): readonly ScenarioPlan[] {
  const [first, ...others] = plans;
  return (first?.scenarios ?? []).flatMap((scenario) => {
    const alike = others.flatMap((plan) => plan.scenarios.filter((one) => hasTheSameEntries(one, scenario)));
    if (alike.length < others.length || scenario.entries.length === 0) return [];
    return [{ ...scenario, blocks: [scenario, ...alike].flatMap(({ blocks }) => blocks) }];
  });
}

function hasTheSameEntries(one: ScenarioPlan, other: ScenarioPlan): boolean {
  return one.scenario === other.scenario && JSON.stringify(one.entries) === JSON.stringify(other.entries);
}

/** The outcome as a round of the joined run: its blocks and sittings come after those of the runs before. */
function moved(outcome: RoundOutcome, run: string, blocks: number, sittings: number): RoundOutcome {
  const shifted = (identity: RoundIdentity): RoundIdentity => ({
    ...identity,
    run,
    block: identity.block + blocks,
    sitting: identity.sitting + sittings,
  });
  if (outcome.kind === 'failed') return { ...outcome, identity: shifted(outcome.identity) };
  const { measurement } = outcome;
  const within = measurement === null ? null : { ...measurement, identity: shifted(measurement.identity) };
  if (outcome.kind === 'void') return { ...outcome, identity: shifted(outcome.identity), measurement: within };
  return within === null ? outcome : { ...outcome, measurement: within };
}

function identityOf(outcome: RoundOutcome): RoundIdentity {
  return outcome.kind === 'measured' ? outcome.measurement.identity : outcome.identity;
}

/** How many numbers from 0 on the parts' rounds use up of a count. */
function used(outcomes: readonly RoundOutcome[], read: (identity: RoundIdentity) => number): number {
  return Math.max(-1, ...outcomes.map((outcome) => read(identityOf(outcome)))) + 1;
}

/**
 * Finished runs of the same contenders taken together: each is a sitting of one run, or several, where there is pause enough between
 * them, and goes on with the sitting of the one before where there is not. The runs must agree in all that makes their rounds
 * comparable: contenders' sources, scenarios, machine, baseline, phases, margins, cores, gates. Orders, seeds and common rates are each
 * run's own. There is one look, at the end: whoever chose the runs had seen them all.
 *
 * @param parts two or more, in any order.
 */
export function join(parts: readonly Part[]): Joined {
  const ordered: Timed[] = [];
  for (const part of parts) {
    const one = timed(part);
    if (one === null) return { ok: false, problem: { kind: 'nothing-measured', run: part.plan.run } };
    if (ordered.some(({ plan }) => plan.run === part.plan.run))
      return { ok: false, problem: { kind: 'twice', run: part.plan.run } };
    ordered.push(one);
  }
  ordered.sort((one, other) => one.fromMs - other.fromMs);
  const [first, ...others] = ordered;
  if (first === undefined) throw new Error('nothing to join');
  for (const { plan } of others) {
    const what = unlike(first.plan, plan);
    if (what.length > 0) return { ok: false, problem: { kind: 'unlike', run: first.plan.run, other: plan.run, what } };
  }
  const scenarios = commonScenarios(ordered.map(({ plan }) => plan));
  if (scenarios.length === 0) {
    const [other = first] = others;
    return { ok: false, problem: { kind: 'nothing-in-common', run: first.plan.run, other: other.plan.run } };
  }
  return { ok: true, value: joined(first.plan, scenarios, ordered) };
}

function joined(plan: Plan, scenarios: readonly ScenarioPlan[], ordered: readonly Timed[]): Part {
  const run = ordered.map((part) => part.plan.run).join(' ');
  const outcomes: RoundOutcome[] = [];
  let [blocks, sittings, overMs] = [0, 0, 0];
  for (const part of ordered) {
    // Another sitting only after the pause that makes one.
    if (sittings > 0 && part.fromMs - overMs < LEAST_PAUSE_MS) sittings -= 1;
    outcomes.push(...part.outcomes.map((outcome) => moved(outcome, run, blocks, sittings)));
    blocks += used(part.outcomes, ({ block }) => block);
    sittings += used(part.outcomes, ({ sitting }) => sitting);
    ({ overMs } = part);
  }
  const done = scenarios.map((scenario) => sortRounds(scenario, outcomes, plan.gates).counted.length);
  const { profile } = plan;
  const together = {
    ...profile,
    blocks: Math.min(...done),
    looks: looksAfter([Math.min(...done)], profile.alpha),
    sittings,
  };
  return { plan: { ...plan, run, scenarios, profile: together }, outcomes };
}
