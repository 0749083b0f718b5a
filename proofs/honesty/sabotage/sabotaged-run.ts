import { performance } from 'node:perf_hooks';
import { digestsOf } from '../../../src/doing/definition/digests.ts';
import type { Ledger } from '../../../src/doing/ledger/ledger.ts';
import { openLedger } from '../../../src/doing/ledger/open.ts';
import { carryOut } from '../../../src/doing/run/carry-out.ts';
import { noteOf } from '../../../src/doing/run/notes.ts';
import type { RunEvent, RunMeans, RunRequest } from '../../../src/doing/run/run.ts';
import type { Bakeoff, Plan } from '../../../src/thinking/plan/plan.ts';
import { concludeScenario } from '../../../src/thinking/verdict/conclude.ts';
import { endingOf, type Ending } from './ending.ts';
import { UNTOUCHED, type Interference, type Materials } from './sabotage.ts';

/** What is the same for all runs of the proof. */
export interface ProofMeans {
  /** Its contenders are replaced by those of each run. */
  readonly bakeoff: Bakeoff;
  readonly loadgen: string;
  /** Where build stamps are kept: the first run builds for all. */
  readonly stamps: string;
  readonly signal: AbortSignal;
}

type Planned = Extract<RunEvent, { kind: 'planned' }>;

/**
 * One run with all that is shipped: real processes, generator, gates and conclusions; only the ledger forgets. It is planned, as
 * `--dry-run` does, its plan perhaps replaced, and then carried out as one that is resumed: that is how a plan gets in from outside.
 */
export async function sabotagedRun(
  proof: ProofMeans,
  materials: Materials,
  done: Partial<Interference>,
): Promise<Ending> {
  const interference: Interference = { ...UNTOUCHED, ...done };
  const request = await requestOf(proof.bakeoff, interference.contenders(materials), materials.seed);
  const opened = openLedger(':memory:', () => new Date());
  if (!opened.ok) throw new Error(`no ledger in memory: ${opened.problem.kind}`);
  const ledger = opened.value;
  const heard: Planned[] = [];
  const means = runMeans(proof, ledger, interference, heard);
  try {
    const planning = await carryOut({ ...request, until: 'planned' }, means);
    const [planned] = heard;
    if (planned === undefined) return endingOf(planning, null);
    const plan = interference.replan(planned.plan);
    begin(plan, planned, request, means);
    const end = await carryOut({ ...request, resume: plan }, means);
    const [scenario] = plan.scenarios;
    if (scenario === undefined) throw new Error('the plan has no scenario');
    return endingOf(end, concludeScenario(plan, scenario, ledger.rounds(plan.run)));
  } finally {
    interference.end();
    ledger.close();
  }
}

async function requestOf(loaded: Bakeoff, contenders: Bakeoff['contenders'], seed: number): Promise<RunRequest> {
  const bakeoff = { ...loaded, contenders, baseline: contenders[0]?.id ?? '' };
  return {
    bakeoff,
    leftOut: [],
    digests: await digestsOf(bakeoff),
    seed,
    blocks: null,
    budgetMs: null,
    resume: null,
    origin: {},
    known: { buildMs: {} },
    until: 'measured',
  };
}

function runMeans(proof: ProofMeans, ledger: Ledger, { now, hear }: Interference, heard: Planned[]): RunMeans {
  const { loadgen, stamps, signal } = proof;
  return {
    ledger,
    loadgen,
    mysql: null,
    stamps,
    environment: process.env,
    clock: () => performance.now(),
    now,
    signal,
    tell: (event) => {
      if (event.kind === 'planned') heard.push(event);
      hear(event);
    },
  };
}

/** What is resumed must be in the ledger. */
function begin(plan: Plan, { machine }: Planned, { bakeoff }: RunRequest, { ledger, now }: RunMeans): void {
  const created = now().toISOString();
  const begun = ledger.begin({
    id: plan.run,
    created,
    name: bakeoff.name,
    plan: noteOf(plan),
    machine: noteOf(machine),
  });
  if (!begun.ok) throw new Error(`the ledger in memory refuses the run: ${begun.problem.kind}`);
}
