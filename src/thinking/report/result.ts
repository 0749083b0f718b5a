import type { Machine } from '../machine/machine.ts';
import type { GeneratorLimits } from '../measurement/generator-floor.ts';
import type { LeftOut, Plan } from '../plan/plan.ts';
import type { Conclusion, RunConclusion, Summary } from '../verdict/conclusion.ts';
import { fairnessOf, seenOf } from './fairness.ts';
import type { Calibration, ReportedScenario } from './input.ts';
import { scenarioOf } from './result-scenario.ts';
import type { ResultDocument } from './result-schema.ts';
import { verdictOf } from './result-verdict.ts';
import { refusalText } from './words-of-verdict.ts';
import { failureText } from './words.ts';

/** A contender as it was measured. Version and source are null where it never came so far. */
export interface MeasuredContender {
  readonly id: string;
  readonly title: string;
  readonly language: string;
  readonly version: string | null;
  readonly source: string | null;
}

/** A run with its conclusions: everything a report is made of. */
export interface ConcludedRun {
  /** The bake-off's name; null where it has none. */
  readonly name: string | null;
  readonly plan: Plan;
  readonly machine: Machine;
  readonly complete: boolean;
  readonly contenders: readonly MeasuredContender[];
  /** Who was left out since the plan was made; those of the plan are added. */
  readonly leftOut: readonly LeftOut[];
  /** By scenario, one for each run that is taken together; none where nobody was calibrated. */
  readonly calibrations: Readonly<Record<string, readonly Calibration[]>>;
  /** As they were asked; none where the run did not get that far. */
  readonly scenarios: readonly ReportedScenario[];
  readonly conclusion: RunConclusion;
}

/** One for each run; of a scenario that was never calibrated one that says so. */
function floorsOf(scenario: string, calibrated: readonly Calibration[]): ResultDocument['floors'] {
  if (calibrated.length === 0) return [floorOf(scenario, null, null)];
  return calibrated.map(({ run, generator }) => floorOf(scenario, run, generator));
}

/** What the generator is capable of by itself; a run made before it was measured has it unknown. */
function floorOf(
  scenario: string,
  run: string | null,
  limits: GeneratorLimits | null,
): ResultDocument['floors'][number] {
  const floor = limits?.floor ?? NO_FLOOR;
  return {
    scenario,
    run,
    rate_per_s: floor.ratePerS,
    ceiling_per_s: limits?.ceilingPerS ?? null,
    p50: floor.p50Ms,
    p99: floor.p99Ms,
    send_lag_p99_us: floor.sendLagP99Us,
    cpu_us_per_request: floor.cpuUsPerRequest,
    verdict: floor.verdict,
  };
}

const NO_FLOOR = {
  ratePerS: null,
  p50Ms: null,
  p99Ms: null,
  sendLagP99Us: null,
  cpuUsPerRequest: null,
  verdict: null,
} as const;

function summaryOf(summary: Summary): ResultDocument['summaries'][number] {
  const { scenario, entry, metric, unit, centre, rounds } = summary;
  return {
    scenario,
    contender: entry,
    metric,
    unit,
    median: centre?.median ?? null,
    low: centre?.low ?? null,
    high: centre?.high ?? null,
    level: centre?.level ?? null,
    rounds: rounds.map((round) => round.value),
  };
}

/** Who takes no part and why: left out before or after the plan, or failed in a round. Each contender and place once. */
export function everyoneLeftOut(run: ConcludedRun): readonly LeftOut[] {
  const failed = run.conclusion.scenarios.flatMap((scenario) =>
    scenario.failures.map((failure): LeftOut => {
      const { contender } = failure;
      return { contender, scenario: failure.scenario, ...failureText(failure.failure) };
    }),
  );
  const seen = new Set<string>();
  return [...run.plan.leftOut, ...run.leftOut, ...failed].filter((left) => {
    const place = `${left.contender} in ${left.scenario ?? 'all'}`;
    if (seen.has(place)) return false;
    seen.add(place);
    return true;
  });
}

function machineOf(run: ConcludedRun): ResultDocument['machine'] {
  const { fingerprint, cpu, cores, memoryMiB, kernel, os, hypervisor, isolation } = run.machine;
  return {
    fingerprint,
    cpu,
    cores,
    memory_mib: memoryMiB,
    kernel,
    os,
    hypervisor,
    isolation,
    contender_cores: [...run.plan.cores.contender],
    other_cores: [...run.plan.cores.rest],
  };
}

/** What was fixed before the first block; all else that a run shows is exploratory. */
function registeredOf({ plan }: ConcludedRun): ResultDocument['registered'] {
  const { foreignShare, stealShare, ...others } = plan.gates;
  return {
    primary: [...plan.primary],
    margin: { ...plan.margin },
    objective: { p99_ms: plan.objective.p99Ms, errors: plan.objective.errors },
    gates: { foreign_share: foreignShare, steal_share: stealShare, resolution_s: others.resolutionS },
    budget_ms: plan.budgetMs,
  };
}

function profileOf({ plan }: ConcludedRun): ResultDocument['profile'] {
  const { name, alpha, looks, sittings, warmUpMs, steadyMs, peakMs, further } = plan.profile;
  return {
    name,
    alpha,
    looks: [...looks],
    sittings,
    warm_up_ms: warmUpMs,
    steady_ms: steadyMs,
    peak_ms: peakMs,
    further: further === null ? null : { phase_ms: further.phaseMs, searches: further.searches },
  };
}

/** The document `bakeoff/result@1`. Every number in it was measured or derived; what is unknown is null. */
export function resultDocument(run: ConcludedRun): ResultDocument {
  const { plan, conclusion } = run;
  const { scenarios, refusal } = conclusion;
  const total = (part: keyof Conclusion['blocks']): number =>
    scenarios.reduce((sum, scenario) => sum + scenario.blocks[part], 0);
  return {
    schema: 'bakeoff/result@1',
    run: plan.run,
    name: run.name,
    seed: plan.seed,
    complete: run.complete,
    baseline: plan.baseline,
    profile: profileOf(run),
    registered: registeredOf(run),
    machine: machineOf(run),
    blocks: { planned: total('planned'), done: total('done'), void: total('void') },
    contenders: run.contenders.map((contender) => ({ ...contender })),
    scenarios: scenarios.map((one) =>
      scenarioOf(
        one,
        run.calibrations[one.scenario] ?? [],
        run.scenarios.find(({ id }) => id === one.scenario),
      ),
    ),
    verdicts: scenarios.flatMap((scenario) => scenario.verdicts.map(verdictOf)),
    pairs: scenarios.flatMap((scenario) => scenario.pairs.map(verdictOf)),
    beside: scenarios.flatMap((scenario) => scenario.beside.map(verdictOf)),
    summaries: scenarios.flatMap((scenario) => scenario.summaries.map(summaryOf)),
    floors: scenarios.flatMap(({ scenario }) => floorsOf(scenario, run.calibrations[scenario] ?? [])),
    fairness: fairnessOf(seenOf(run.calibrations)),
    left_out: everyoneLeftOut(run).map(({ contender, scenario, reason, remedy }) => ({
      contender,
      scenario,
      reason,
      remedy,
    })),
    refused: refusal === null ? null : { kind: refusal.kind, ...refusalText(refusal) },
  };
}
