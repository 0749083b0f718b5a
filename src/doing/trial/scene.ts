import type { Delivery } from '../../thinking/contract/deliveries.ts';
import type { Phase } from '../../thinking/measurement/phase.ts';
import type { CoreSpeed } from '../../thinking/measurement/surroundings.ts';
import { startCoreWatch, type CoreWatch } from '../generator/core-watch.ts';
import { readCoreSpeed } from '../generator/core-speed.ts';
import type { Demand, Generator, PhasePlan, PhaseSecond, SampledBody, Stepped } from '../generator/generator.ts';
import { startGenerator } from '../generator/start.ts';
import { running } from '../service/service.ts';
import type { Serving } from './contender.ts';
import { bill, readCounters, type Spenders } from './counters.ts';
import { generatorStop, interruption, orDead, voided, type Measured } from './halt.ts';
import { phaseOf } from './phase.ts';
import { readTally, since, type Tally } from './tally.ts';
import { readMoment, surroundingsOf } from './surroundings.ts';
import type { TrialMeans } from './trial.ts';

const REQUEST_TIMEOUT_MS = 5000;

/** What is put on a contender: one generator's phases, one after the other. */
export interface SceneLoad {
  /** Names the processes and files: another one for each scene. */
  readonly name: string;
  readonly connections: number;
  readonly seed: number;
  readonly demand: Demand;
  readonly phases: readonly PhasePlan[];
  /** The operation whose times count; null: all. */
  readonly timesOf: string | null;
  /** Number of the first phase in serial numbers. */
  readonly firstPhase: number;
}

/** What is needed besides a contender that serves. */
export type SceneMeans = Omit<TrialMeans, 'environment' | 'judge'>;

/** A contender that serves, a generator that waits for its next phase, and all counters around them. */
export interface Scene {
  readonly load: SceneLoad;
  readonly means: SceneMeans;
  readonly serving: Serving;
  readonly generator: Generator;
  /** Null where the contender shares its cores: going first there would be at the generator's cost too. */
  readonly watch: CoreWatch | null;
  readonly spenders: Spenders;
  /** Of the contender's first core, read in each pause: what ends one phase begins the next. */
  readonly speed: { latest: CoreSpeed | null; times: number };
  /** Requests by operation that got no correct answer in the phases so far: what they asked for may be done yet. */
  readonly unanswered: Map<string, number>;
}

/** One phase as it was observed; nobody has judged it yet. */
export interface Observed {
  readonly phase: Phase;
  readonly failedBy: Readonly<Record<string, number>>;
  readonly wrongBy: Readonly<Record<string, number>>;
  readonly seconds: readonly PhaseSecond[];
  readonly bodies: readonly SampledBody[];
  readonly deliveries: readonly Delivery[];
  /** What the services counted in it. */
  readonly counted: Tally;
}

/** Starts the generator beside the contender, and the watch on its cores. Whoever opens a scene closes it; the contender is left as it is. */
export async function openScene(load: SceneLoad, serving: Serving, means: SceneMeans): Promise<Measured<Scene>> {
  const { isolation, loadgen: program, directory, cores, services, clock } = means;
  const started = await startGenerator({ isolation, program, directory }, `load-${load.name}`, {
    port: serving.port,
    connections: load.connections,
    cores: cores.rest,
    realtime: !cores.shared,
    seed: load.seed,
    timeoutMs: REQUEST_TIMEOUT_MS,
    demand: load.demand,
    phases: load.phases,
    firstPhase: load.firstPhase,
  });
  if (!started.ok) return generatorStop('connect', started.problem.reason);
  const generator = started.value;
  const own = { isolation, program, directory };
  // On a core that the generator goes before, the watched work would time the generator.
  const alone = cores.contender.filter((core) => !cores.rest.includes(core));
  const watch = alone.length === 0 ? null : await startCoreWatch(own, `watch-${load.name}`, alone);
  const all = [...new Set([...cores.contender, ...cores.rest])];
  const spenders = { contender: serving.enclosed, generator, services: running(services), watch, cores: all, clock };
  const begun = { speed: { latest: null, times: 0 }, unanswered: new Map<string, number>() };
  return { ok: true, value: { load, means, serving, generator, watch, spenders, ...begun } };
}

export async function closeScene({ generator, watch }: Scene): Promise<void> {
  await Promise.all([generator.stop(), watch?.stop()]);
}

/** The contender is idle then, and no counter runs: what the reading costs is billed to nobody. */
export async function readSpeed({ load, means, speed }: Scene): Promise<void> {
  const { isolation, loadgen: program, directory, cores } = means;
  const [core = 0] = cores.contender;
  speed.times += 1;
  speed.latest = await readCoreSpeed({ isolation, program, directory }, `speed-${speed.times}-${load.name}`, core);
}

/** One phase between two readings of all counters, taken while nothing is in flight. */
export async function observe(scene: Scene, name: string): Promise<Measured<Observed>> {
  const { serving, generator, spenders, means, load } = scene;
  const waits = await orStop(scene, name, generator.waiting(name));
  if (!waits.ok) return waits;
  // The services are asked first and last, so that the asking falls outside the two readings.
  const tallyBefore = await readTally(means.services);
  // What it saw between phases is no part of this one.
  await scene.watch?.read();
  const { clock, now } = means;
  const surrounded = { contender: serving.enclosed, generator, cores: spenders.cores, clock, now };
  const momentBefore = readMoment(surrounded, scene.speed.latest);
  const before = readCounters(spenders);
  const ran = await orStop(scene, name, generator.run(name));
  if (!ran.ok) return ran;
  const after = readCounters(spenders);
  const momentAfter = readMoment(surrounded, null);
  const watched = (await scene.watch?.read()) ?? null;
  await readSpeed(scene);
  const around = surroundingsOf(momentBefore, { ...momentAfter, coreSpeed: scene.speed.latest });
  const counted = since(tallyBefore, await readTally(means.services));
  const { report, ...kept } = ran.value;
  const surroundings = { ...around, watched };
  const phase = phaseOf(report, inFlightAtMost(load), bill(before, after), surroundings, counted, load.timesOf);
  return { ok: true, value: { phase, failedBy: report.failedBy, wrongBy: report.wrongBy, ...kept, counted } };
}

/** A step of the generator, cut short when the contender or a service dies or the user stops the run. */
async function orStop<T>(scene: Scene, phase: string, step: Promise<Stepped<T>>): Promise<Measured<T>> {
  const { serving, means } = scene;
  const stepped = step.then((done): Measured<T> => (done.ok ? done : generatorStop(phase, done.problem.reason)));
  const result = await orDead(serving, phase, Promise.race([stepped, interruption(means.signal)]));
  const dead = running(means.services).find((service) => !service.alive());
  if (dead === undefined) return result;
  return voided({ kind: 'service-died', service: dead.name, lastLines: dead.lastLines() });
}

function inFlightAtMost({ demand, connections }: SceneLoad): number {
  return demand.kind === 'requests' ? (demand.inFlight ?? connections) : connections;
}
