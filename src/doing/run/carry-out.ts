import type { Contender } from '../../thinking/contender/contender.ts';
import type { Json } from '../../thinking/contract/contract.ts';
import { splitCores } from '../../thinking/machine/cores.ts';
import type { CoreSplit, Machine } from '../../thinking/machine/machine.ts';
import { estimateDuration } from '../../thinking/plan/duration.ts';
import { makePlan } from '../../thinking/plan/make.ts';
import { concludeScenario } from '../../thinking/verdict/conclude.ts';
import type { Bakeoff, Plan, ScenarioPlan } from '../../thinking/plan/plan.ts';
import { sittingAt } from '../../thinking/plan/sittings.ts';
import type { Isolation } from '../enclosure/enclosure.ts';
import type { Written } from '../ledger/ledger.ts';
import { openIsolation } from '../enclosure/isolation.ts';
import { busyShare } from '../probe/cpu.ts';
import { readCores, readMachine } from '../probe/host.ts';
import { buildAll, type Prepared } from './contenders.ts';
import { lockMachine } from './machine-lock.ts';
import { noteOf, rateRefusalsNoted } from './notes.ts';
import type { RunEnd, RunEvent, RunMeans, RunRequest } from './run.ts';
import { lineUpOf } from './line-up.ts';
import { runScenario, type ScenarioEnd } from './scenario.ts';
import { hasItsShare, notBefore, sittingOver, standingOf } from './sittings.ts';
import { timekeeper, type Timekeeper } from './timekeeper.ts';

/** How long the machine is listened to before the start: long enough to notice a busy neighbour. */
const LISTEN_MS = 500;

/**
 * Carries out a run: plan → build → for each scenario: service, verify, calibrate, blocks. Each step is in the ledger before the
 * next begins. However it ends, nothing it started is left, and what was finished is kept.
 */
export async function carryOut(request: RunRequest, means: RunMeans): Promise<RunEnd> {
  const run = request.resume?.run ?? newRunId(means.now(), request.seed);
  const untilMs = request.budgetMs === null ? null : means.clock() + request.budgetMs;
  // A plan disturbs nobody, so it may be made while another run measures.
  if (request.until === 'planned') return held({ run, untilMs }, request, means);
  const locked = await lockMachine(`run ${run}, process ${process.pid}`);
  if (!locked.ok) return { kind: 'machine-busy', owner: locked.owner };
  try {
    return await held({ run, untilMs }, request, means);
  } finally {
    await locked.release();
  }
}

/** A run by name, and the moment of the clock at which it must be over; null where it may take what it needs. */
interface Bounded {
  readonly run: string;
  readonly untilMs: number | null;
}

async function held(bounded: Bounded, request: RunRequest, means: RunMeans): Promise<RunEnd> {
  const isolation = await openIsolation({ run: bounded.run });
  try {
    return await isolated(bounded, request, isolation, means);
  } finally {
    await isolation.close();
  }
}

async function isolated(
  { run, untilMs }: Bounded,
  request: RunRequest,
  isolation: Isolation,
  means: RunMeans,
): Promise<RunEnd> {
  const { bakeoff, resume } = request;
  const machine = await readMachine(isolation.rung);
  const split = splitCores(readCores(), bakeoff.cores);
  if (!split.ok) return { kind: 'cores', problem: split.problem };
  const changed = resume === null ? [] : changes(resume, request, machine);
  if (changed.length > 0) return { kind: 'changed-since', run, what: changed };
  const plan = resume ?? planOf(run, request, machine, split.value);
  const estimate = estimateDuration(plan, request.known);
  means.tell({ kind: 'planned', plan, machine, estimate, busyShare: await busyShare(readCores().flat(), LISTEN_MS) });
  if (request.until === 'planned') return { kind: 'planned' };
  if (means.loadgen === null) return { kind: 'generator-missing' };
  return measured({ plan, machine, isolation, loadgen: means.loadgen, untilMs }, request, means);
}

/** A plan that is to be carried out now. */
interface Underway {
  readonly plan: Plan;
  readonly machine: Machine;
  readonly isolation: Isolation;
  readonly loadgen: string;
  readonly untilMs: number | null;
}

async function measured(underway: Underway, request: RunRequest, means: RunMeans): Promise<RunEnd> {
  const { plan, machine, isolation } = underway;
  const { run } = plan;
  const standing = standingOf(means.ledger.rounds(run));
  const sitting = sittingAt(standing, means.now().getTime());
  if (standing !== null && hasItsShare(plan, sitting, means.ledger))
    return { kind: 'sitting-over', run, notBefore: notBefore(standing) };
  const begun = begin(plan, machine, request, means);
  if (!begun.ok) return { kind: 'ledger', problem: begun.problem };
  // Where code comes to lie in memory can move its speed: a sitting measures a build of its own.
  const anew = standing !== null && sitting > standing.sitting;
  const prepared = await buildAll(contendersOf(plan, request.bakeoff), anew, isolation, means);
  if (prepared === null) return interrupted(run, means);
  const lineUp = noteOf(lineUpOf(plan, request.bakeoff, prepared));
  const noted = means.ledger.note(run, { kind: 'line-up', scenario: null, detail: lineUp });
  if (!noted.ok) return { kind: 'ledger', problem: noted.problem };
  if (request.until === 'built') return { kind: 'built', failures: [...prepared.failed.values()] };
  const time = timekeeper(plan, request.known);
  const from = means.clock();
  const end = await allScenarios({ ...underway, prepared, time, sitting }, request, means);
  const took = means.ledger.note(run, { kind: 'took', scenario: null, detail: (means.clock() - from) / 1000 });
  if (end !== null) return end;
  if (!took.ok) return { kind: 'ledger', problem: took.problem };
  return request.until === 'checked' || request.until === 'seen' ? { kind: 'checked', run } : complete(run, means);
}

function complete(run: string, { ledger }: RunMeans): RunEnd {
  const written = ledger.setState(run, 'complete');
  if (!written.ok) return { kind: 'ledger', problem: written.problem };
  return { kind: rateRefusalsNoted(ledger.notes(run)).length > 0 ? 'rate-refused' : 'complete', run };
}

function begin(plan: Plan, machine: Machine, request: RunRequest, means: RunMeans): Written {
  const { ledger } = means;
  if (request.resume !== null) return ledger.setState(plan.run, 'running');
  const created = means.now().toISOString();
  const { name } = request.bakeoff;
  const begun = ledger.begin({ id: plan.run, created, name, plan: noteOf(plan), machine: noteOf(machine) });
  return begun.ok ? ledger.note(plan.run, { kind: 'origin', scenario: null, detail: request.origin }) : begun;
}

/** Those that take part somewhere; the others need not be built. */
function contendersOf(plan: Plan, { contenders }: Bakeoff): readonly Contender[] {
  const out = new Set(plan.leftOut.filter((one) => one.scenario === null).map((one) => one.contender));
  return contenders.filter(({ id }) => !out.has(id));
}

interface Stage extends Underway {
  readonly prepared: Prepared;
  readonly time: Timekeeper;
  readonly sitting: number;
}

/** Null when every scenario went to its end. */
async function allScenarios(stage: Stage, request: RunRequest, means: RunMeans): Promise<RunEnd | null> {
  const { plan, prepared, sitting } = stage;
  // What ends before does not come here.
  const until = request.until === 'checked' || request.until === 'seen' ? request.until : 'measured';
  let over = false;
  for (const [index, scenarioPlan] of plan.scenarios.entries()) {
    const scenario = request.bakeoff.scenarios.find((one) => one.id === scenarioPlan.scenario);
    if (scenario === undefined) throw new Error(`the plan names ${scenarioPlan.scenario}, which the config does not`);
    const { built, failed: unbuilt } = prepared;
    const untilMs = shareOf(stage.untilMs, plan.scenarios.length - index, means);
    const end = await runScenario({ ...stage, scenario, scenarioPlan, built, unbuilt, until, untilMs }, means);
    over ||= end.kind === 'sitting-over';
    const ended = until !== 'measured' && end.kind === 'done' ? null : afterScenario(plan, scenarioPlan, end, means);
    if (ended !== null) return ended;
  }
  return over ? sittingOver(plan, sitting, means) : null;
}

/** What the end of a scenario means for the run; null where it goes on with the next. */
function afterScenario(plan: Plan, scenarioPlan: ScenarioPlan, end: ScenarioEnd, means: RunMeans): RunEnd | null {
  const { run } = plan;
  const { scenario } = scenarioPlan;
  switch (end.kind) {
    case 'done':
    case 'sitting-over':
      if (end.kind === 'done') means.tell({ kind: 'measured', run, scenario });
      return isRefused(plan, scenarioPlan, means) ? refused(run, means) : null;
    case 'interrupted':
      return interrupted(run, means);
    case 'ledger':
      return end;
    case 'generator-failed':
      means.ledger.setState(run, 'interrupted');
      return { kind: 'generator-failed', run, failure: end.failure };
    case 'rate-refused':
      return notedAndTold(run, noteOf(end.refusal), { kind: 'rate-refused', scenario, refusal: end.refusal }, means);
    case 'service':
      return notedAndTold(run, noteOf(end.failure), { kind: 'service-failed', scenario, failure: end.failure }, means);
  }
}

type Unmeasured = Extract<RunEvent, { kind: 'rate-refused' | 'service-failed' }>;

function notedAndTold(run: string, detail: Json, event: Unmeasured, { ledger, tell }: RunMeans): RunEnd | null {
  const noted = ledger.note(run, { kind: event.kind, scenario: event.scenario, detail });
  if (!noted.ok) return { kind: 'ledger', problem: noted.problem };
  tell(event);
  return null;
}

/** What is left of the budget is shared alike among the scenarios still to come. */
function shareOf(untilMs: number | null, scenarios: number, { clock }: RunMeans): number | null {
  return untilMs === null ? null : clock() + (untilMs - clock()) / scenarios;
}

/** One refused scenario refuses the whole run, so the others would be measured for nothing. */
function isRefused(plan: Plan, scenarioPlan: ScenarioPlan, means: RunMeans): boolean {
  return concludeScenario(plan, scenarioPlan, means.ledger.rounds(plan.run)).refusal !== null;
}

function refused(run: string, means: RunMeans): RunEnd {
  const written = means.ledger.setState(run, 'refused');
  return written.ok ? { kind: 'refused', run } : { kind: 'ledger', problem: written.problem };
}

function interrupted(run: string, means: RunMeans): RunEnd {
  means.ledger.setState(run, 'interrupted');
  return { kind: 'interrupted', run };
}

function planOf(run: string, request: RunRequest, machine: Machine, cores: CoreSplit): Plan {
  const { bakeoff, leftOut, seed, blocks, budgetMs, digests } = request;
  return makePlan(bakeoff, {
    run,
    seed,
    machineCores: cores,
    leftOut,
    digests: { ...digests, machine: machine.fingerprint },
    blocks,
    budgetMs,
  });
}

/** What makes a resumed round another one than the plan meant: named parts whose digest differs. */
function changes(plan: Plan, request: RunRequest, machine: Machine): readonly string[] {
  const now: Readonly<Record<string, string>> = { ...request.digests, machine: machine.fingerprint };
  const names = new Set([...Object.keys(plan.digests), ...Object.keys(now)]);
  return [...names].filter((name) => plan.digests[name] !== now[name]).toSorted();
}

/** `r-20261124-031500-7`: sorts by time, and the seed keeps two of one second apart. */
function newRunId(now: Date, seed: number): string {
  const stamp = now
    .toISOString()
    .replaceAll(/[-:]|\..*$/gu, '')
    .replace('T', '-');
  return `r-${stamp}-${seed}`;
}
