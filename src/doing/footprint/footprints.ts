import type { Contender } from '../../thinking/contender/contender.ts';
import { splitCores, type CoreProblem } from '../../thinking/machine/cores.ts';
import type { Machine } from '../../thinking/machine/machine.ts';
import type { Footprint, FootprintWishes, WithoutFootprint } from '../../thinking/footprint/footprint.ts';
import type { ContenderFailure } from '../../thinking/measurement/failure.ts';
import type { Bakeoff } from '../../thinking/plan/plan.ts';
import type { Scenario } from '../../thinking/scenario/scenario.ts';
import type { Built } from '../build/build.ts';
import { buildEnvironment, contenderEnvironment } from '../build/environment.ts';
import type { Isolation } from '../enclosure/enclosure.ts';
import { openIsolation } from '../enclosure/isolation.ts';
import { readCores, readMachine } from '../probe/host.ts';
import { buildAll } from '../run/contenders.ts';
import { lockMachine } from '../run/machine-lock.ts';
import { renderBlock } from '../run/rendering.ts';
import type { RunMeans } from '../run/run.ts';
import { timeBuilds, type BuildTimes } from './builds.ts';
import { dependenciesOf } from './dependencies.ts';
import { footprintOf } from './footprint-of.ts';
import { ownArtefact } from './artefact.ts';
import { observe, type Observation } from './observation.ts';
import { startOnce, type StartSeen } from './start.ts';
import { firstOf, type Asking, type FootprintMeans } from './subject.ts';

/** What is to be looked at: the contenders of a bake-off in one of its scenarios. */
export interface FootprintRequest {
  readonly bakeoff: Bakeoff;
  readonly contenders: readonly Contender[];
  readonly scenario: Scenario;
  readonly wishes: FootprintWishes;
}

/** What is told while it goes on, besides what building tells. */
export type FootprintStep =
  | { readonly kind: 'looking'; readonly contender: string }
  | { readonly kind: 'starting'; readonly round: number; readonly of: number }
  | { readonly kind: 'timing-builds'; readonly contender: string };

/** How it ended. */
export type FootprintEnd =
  | {
      readonly kind: 'done';
      readonly machine: Machine;
      readonly footprints: readonly Footprint[];
      readonly without: readonly WithoutFootprint[];
    }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'machine-busy'; readonly owner: string }
  | { readonly kind: 'cores'; readonly problem: CoreProblem }
  /** The scenario has no case that asks for a right answer. */
  | { readonly kind: 'no-first-answer' };

/** Its means are a run's, though nothing of it is kept. */
export interface FootprintsMeans extends RunMeans {
  readonly step: (step: FootprintStep) => void;
}

const RUN = 'footprint';
/** The same requests each time. */
const SEED = 1;

/** Measures the footprints of contenders, one at a time on a machine that is ours alone. However it ends, nothing it started is left. */
export async function measureFootprints(request: FootprintRequest, means: FootprintsMeans): Promise<FootprintEnd> {
  const locked = await lockMachine(`footprint, process ${process.pid}`);
  if (!locked.ok) return { kind: 'machine-busy', owner: locked.owner };
  const isolation = await openIsolation({ run: RUN });
  try {
    return await measured(request, isolation, means);
  } finally {
    await isolation.close();
    await locked.release();
  }
}

async function measured(
  { bakeoff, contenders, scenario, wishes }: FootprintRequest,
  isolation: Isolation,
  means: FootprintsMeans,
): Promise<FootprintEnd> {
  const split = splitCores(readCores(), bakeoff.cores);
  if (!split.ok) return { kind: 'cores', problem: split.problem };
  const rendered = renderBlock(scenario, SEED, means.now());
  const first = firstOf(rendered.cases);
  if (first === null) return { kind: 'no-first-answer' };
  const machine = await readMachine(isolation.rung);
  const prepared = await buildAll(contenders, false, isolation, means);
  if (prepared === null) return { kind: 'interrupted' };
  const field = new Field([...prepared.built.values()], prepared.failed, means);
  const own: FootprintMeans = {
    isolation,
    cores: split.value,
    loadgen: means.loadgen,
    directory: isolation.temporaryDirectory('plans'),
    environment: {
      ...contenderEnvironment(means.environment),
      TMPDIR: isolation.temporaryDirectory('contender'),
    },
    clock: means.clock,
    signal: means.signal,
  };
  const asking: Asking = { scenario: scenario.id, env: scenario.env, rendered, first };
  await lookAtAll(field, asking, own);
  await startAll(field, asking, wishes, own);
  await countAll(field, wishes, isolation, means);
  if (means.signal.aborted) return { kind: 'interrupted' };
  return { kind: 'done', machine, footprints: field.footprints(), without: field.without() };
}

/** What was seen of one contender so far. */
interface Seen {
  readonly built: Built;
  readonly at: Date;
  readonly starts: StartSeen[];
  observation: Observation | null;
  counted: Parameters<typeof footprintOf>[0]['counted'] | null;
}

/** The contenders that still take part, and those that do not any more with the reason. */
class Field {
  readonly #seen: Map<string, Seen>;
  readonly #failed: Map<string, ContenderFailure>;
  readonly means: FootprintsMeans;

  constructor(built: readonly Built[], failed: ReadonlyMap<string, ContenderFailure>, means: FootprintsMeans) {
    this.#seen = new Map(
      built.map((one) => [
        one.contender.id,
        { built: one, at: means.now(), starts: [], observation: null, counted: null },
      ]),
    );
    this.#failed = new Map(failed);
    this.means = means;
  }

  /** Those that take part now; nobody once we are asked to stop. */
  *still(): Generator<Seen> {
    // Who fails meanwhile is left out; a map allows that under way.
    for (const seen of this.#seen.values()) if (!this.means.signal.aborted) yield seen;
  }

  /** Null: interrupted, which is no fault of anybody's. */
  fails({ built }: Seen, failure: ContenderFailure | null): void {
    const { id } = built.contender;
    if (failure === null) return;
    this.#seen.delete(id);
    this.#failed.set(id, failure);
    this.means.tell({ kind: 'failed', contender: id, scenario: null, failure });
  }

  footprints(): readonly Footprint[] {
    return [...this.#seen.values()].flatMap(({ observation, counted, ...seen }) =>
      observation === null || counted === null ? [] : [footprintOf({ ...seen, observation, counted })],
    );
  }

  without(): readonly WithoutFootprint[] {
    return [...this.#failed].map(([contender, failure]) => ({ contender, failure }));
  }
}

async function lookAtAll(field: Field, asking: Asking, means: FootprintMeans): Promise<void> {
  for (const seen of field.still()) {
    const { contender } = seen.built;
    field.means.step({ kind: 'looking', contender: contender.id });
    const observed = await observe({ contender, asking }, means);
    if (observed.ok) seen.observation = observed.value;
    else field.fails(seen, observed.failure);
  }
}

/** Start by start everybody once, so that a machine that changes its speed does so for all. Each was started before, so its files are in memory. */
async function startAll(
  field: Field,
  asking: Asking,
  { starts }: FootprintWishes,
  means: FootprintMeans,
): Promise<void> {
  for (let round = 0; round < starts && !means.signal.aborted; round += 1) {
    field.means.step({ kind: 'starting', round: round + 1, of: starts });
    for (const seen of field.still()) {
      const { contender } = seen.built;
      const end = await startOnce({ contender, asking }, round + 1, means);
      if (end.ok) seen.starts.push(end.value);
      else field.fails(seen, end.failure);
    }
  }
}

async function countAll(
  field: Field,
  { builds, advisories }: FootprintWishes,
  isolation: Isolation,
  { environment: whole, signal, clock, step }: FootprintsMeans,
): Promise<void> {
  const environment = { ...buildEnvironment(whole), TMPDIR: isolation.temporaryDirectory('questions') };
  const tools = { isolation, environment, signal };
  for (const seen of field.still()) {
    const { contender } = seen.built;
    const artefact = await ownArtefact(contender);
    const needed = await dependenciesOf(contender, advisories, tools);
    if (builds) step({ kind: 'timing-builds', contender: contender.id });
    const times: BuildTimes | null = builds ? await timeBuilds(contender, { ...tools, clock }) : null;
    seen.counted = { artefact, needed, times };
  }
}
