import type { GeneratorFloor } from '../../thinking/measurement/generator-floor.ts';
import type { Rooms } from '../../thinking/scenario/scenario.ts';
import type { Demand, GeneratorPlan, PhasePlan, PhaseReport, RenderedVariant, Stepped } from './generator.ts';
import { startListening } from './listening.ts';
import { startGenerator, type GeneratorMeans } from './start.ts';

/** The set-up of the rounds to come: the very cores and connections. */
export interface Setting {
  readonly contenderCores: readonly number[];
  readonly generatorCores: readonly number[];
  readonly realtime: boolean;
  readonly connections: number;
  /** Null: requests. The null server is a room for whoever asks for one. */
  readonly rooms: Rooms | null;
  readonly seed: number;
}

/** What both measurements are carried out with; the signal ends either at once. */
export interface OwnMeans extends GeneratorMeans {
  readonly signal: AbortSignal;
}

/** Times of the two measurements, in ms. */
export interface OwnTimes {
  readonly warmUpMs: number;
  readonly ceilingMs: number;
  readonly floorMs: number;
}

/** The plainest request there is: what it costs is the machine's and the generator's. */
const PLAIN_REQUEST: RenderedVariant = {
  bytes: 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
  minLength: 1,
  maxLength: null,
  head: false,
  slots: [],
};
export const PLAIN: Demand = {
  kind: 'requests',
  inFlight: null,
  operations: [
    { id: 'null', weight: 1, status: 200, type: 'application/json', stream: null, variants: [PLAIN_REQUEST] },
  ],
};

const TIMEOUT_MS = 5000;

/**
 * The generator ceiling: correct answers per second of the null server in a closed loop.
 * `name` must be another one for each measurement.
 */
export async function measureCeiling(
  means: OwnMeans,
  name: string,
  setting: Setting,
  times: OwnTimes,
): Promise<Stepped<number>> {
  const phase: PhasePlan = { id: 'ceiling', arrivals: { kind: 'closed', requests: null }, forMs: times.ceilingMs };
  const measured = await againstNull(means, name, setting, times, phase);
  if (!measured.ok) return measured;
  const { achievedPerS, planned, correct } = measured.value;
  if (achievedPerS !== null && achievedPerS > 0) return { ok: true, value: achievedPerS };
  const reason = `the null server answered ${correct} of ${planned} requests rightly`;
  return { ok: false, problem: { kind: 'generator-failed', reason, lastLines: [] } };
}

/** The floor: what the generator measures at the common rate where the server takes no time. */
export async function measureFloor(
  means: OwnMeans,
  name: string,
  setting: Setting,
  times: OwnTimes,
  arrivals: { readonly kind: 'poisson' | 'constant'; readonly ratePerS: number },
): Promise<Stepped<GeneratorFloor>> {
  const measured = await againstNull(means, name, setting, times, { id: 'floor', arrivals, forMs: times.floorMs });
  if (!measured.ok) return measured;
  const { responseMs, sendLagP99Us, cpuUsPerRequest, verdict } = measured.value;
  const floor = {
    ratePerS: arrivals.ratePerS,
    p50Ms: responseMs?.p50 ?? null,
    p99Ms: responseMs?.p99 ?? null,
    sendLagP99Us,
    cpuUsPerRequest,
    verdict,
  };
  return { ok: true, value: floor };
}

/** Null server → generator → warm-up → the phase → both surely dead. */
async function againstNull(
  means: OwnMeans,
  name: string,
  setting: Setting,
  times: OwnTimes,
  phase: PhasePlan,
): Promise<Stepped<PhaseReport>> {
  const server = await startListening(means, `null-${name}`, 'null-server', setting.contenderCores);
  if (!server.ok) return server;
  try {
    const warmUp: PhasePlan = {
      id: 'warm-up',
      arrivals: { kind: 'closed', requests: null },
      forMs: times.warmUpMs,
    };
    const plan: GeneratorPlan = {
      port: server.value.port,
      connections: setting.connections,
      cores: setting.generatorCores,
      realtime: setting.realtime,
      seed: setting.seed,
      timeoutMs: TIMEOUT_MS,
      firstPhase: 0,
      demand: setting.rooms === null ? PLAIN : { kind: 'rooms', rooms: setting.rooms },
      phases: [warmUp, phase],
    };
    return await lastPhase(means, `load-${name}`, plan);
  } finally {
    await server.value.stop();
  }
}

/** Carries all phases out and gives the report of the last. */
async function lastPhase(means: OwnMeans, name: string, plan: GeneratorPlan): Promise<Stepped<PhaseReport>> {
  const started = await startGenerator(means, name, plan);
  if (!started.ok) return started;
  const generator = started.value;
  // Ended, the generator fails the step that waits for it.
  const stop = (): void => void generator.stop();
  means.signal.addEventListener('abort', stop, { once: true });
  if (means.signal.aborted) stop();
  try {
    let report: PhaseReport | null = null;
    for (const { id } of plan.phases) {
      const waits = await generator.waiting(id);
      if (!waits.ok) return waits;
      const ran = await generator.run(id);
      if (!ran.ok) return ran;
      ({ report } = ran.value);
    }
    if (report === null) throw new Error('a plan without a phase measures nothing');
    return { ok: true, value: report };
  } finally {
    means.signal.removeEventListener('abort', stop);
    await generator.stop();
  }
}
