import type { Seen } from '../fairness/seen.ts';
import type { GeneratorLimits } from '../measurement/generator-floor.ts';
import type { RoundOutcome } from '../measurement/measurement.ts';
import { noiseOf } from '../noise/noise.ts';
import { DEFAULT_MARGINS, DEFAULT_OBJECTIVE } from '../plan/defaults.ts';
import type { Plan } from '../plan/plan.ts';
import { PROFILES, withLooks } from '../plan/profiles.ts';
import { concludeRun, concludeScenario } from '../verdict/conclude.ts';
import { gateLimits } from '../verdict/limits.ts';
import { madeLineUp } from '../verdict/made-run.ts';
import type { LineUp } from '../verdict/rounds.ts';
import { madeRounds, MADE_TRUTHS, NODE, wobble, type Truth } from './made-truth.ts';
import type { ReportedRates, ReportInput, Spectrum } from './input.ts';

/**
 * A whole run made for tests: rounds are made up, everything said of them is concluded by the program itself, so that
 * it stays what a real run would say.
 */
export const MADE_CONTENDERS: ReportInput['contenders'] = [
  contender('node-fastify', 'Fastify 5 on Node.js', 'node', '26.10.0'),
  contender('go-nethttp', 'net/http on Go', 'go', '1.26.8'),
  contender('rust-axum', 'axum on Rust', 'rust', '1.95.0'),
];

function contender(id: string, title: string, language: string, version: string): ReportInput['contenders'][number] {
  const digest = Array.from(id, (letter) => (letter.codePointAt(0) ?? 0).toString(16)).join('');
  return { id, title, language, version, source: `sha256:${digest.padEnd(64, '5e').slice(0, 64)}` };
}

const CORES = { contender: [0], rest: [1], shared: false } as const;

/** The 2nd block's round of the placebo was disturbed by another program. */
function disturbed(outcomes: readonly RoundOutcome[]): readonly RoundOutcome[] {
  return outcomes.map((outcome) => {
    if (outcome.kind !== 'measured') return outcome;
    const { measurement } = outcome;
    if (measurement.identity.block !== 1 || measurement.identity.entry !== 'placebo') return outcome;
    const reason = { kind: 'foreign-cpu', phase: 'steady', share: 0.11, limit: 0.05 } as const;
    return { kind: 'void', identity: measurement.identity, reason, measurement };
  });
}

/** On the second scenario the database is what the faster contenders wait for. */
function boundByDatabase(outcomes: readonly RoundOutcome[]): readonly RoundOutcome[] {
  return outcomes.map((outcome) => {
    if (outcome.kind !== 'measured' || outcome.measurement.identity.contender === 'node-fastify') return outcome;
    const { peak, ...measurement } = outcome.measurement;
    const cpu = { ...peak.cpu, contenderS: peak.cpu.contenderS * 0.6, servicesS: 1.2, generatorS: 0.2 };
    return { kind: 'measured', measurement: { ...measurement, peak: { ...peak, cpu } } };
  });
}

const PERCENTILES = [0, 10, 25, 50, 75, 90, 95, 99, 99.5, 99.9] as const;

function madeSpectrum(scenario: string, entry: string, truth: Truth): Spectrum {
  const slope = Math.log(truth.p99Ms / truth.p50Ms) / Math.log(50);
  const points = PERCENTILES.map((percentile) => {
    const nines = Math.log(0.5 / (1 - percentile / 100));
    const ms = truth.p50Ms * Math.exp(slope * nines + 0.05 * wobble(scenario, entry, percentile));
    const spread = 1.06 + 0.04 * Math.max(0, nines);
    return { percentile, ms, low: ms / spread, high: ms * spread };
  });
  return { scenario, entry, band: 'quartiles', points };
}

export interface MadeRun {
  readonly contenders?: ReportInput['contenders'];
  readonly truths?: Readonly<Record<string, Truth>>;
  readonly blocks?: number;
  /** Spread of the rounds, in logs. */
  readonly noise?: number;
  /** Whether its rounds have the further loads of the longer profiles. */
  readonly further?: boolean;
  /** Whether its scenarios overload everybody, within 256 MiB. */
  readonly surge?: boolean;
  /** Turns the rounds of a scenario into others before they are judged. */
  readonly change?: (outcomes: readonly RoundOutcome[], scenario: string) => readonly RoundOutcome[];
}

function madePlan(lineUps: readonly LineUp[], blocks: number): Plan {
  return {
    run: 'r-7f3a',
    seed: 7,
    baseline: lineUps[0]?.entries[0]?.id ?? '',
    profile: withLooks(PROFILES.quick, [blocks]),
    cores: CORES,
    primary: ['cpu-per-request', 'peak-cpu-per-request'],
    gates: gateLimits(CORES),
    budgetMs: null,
    objective: DEFAULT_OBJECTIVE,
    margin: DEFAULT_MARGINS,
    scenarios: lineUps,
    leftOut: [],
    digests: {},
  };
}

function madeLimits(ratePerS: number, p50Ms: number, p99Ms: number | null): GeneratorLimits {
  const floor = { ratePerS, p50Ms, p99Ms, sendLagP99Us: 61, cpuUsPerRequest: 9.4, verdict: 'valid' } as const;
  return { ceilingPerS: 71_300, connections: 64, floor };
}

/** What each was seen to run with: Rust with a pool twice as large. */
function madeSeen(): readonly Seen[] {
  const perAnswer = { execute: 1, query: 0, prepare: 0, close: 0, reset: 0, ping: 0 };
  const answer = {
    headBytes: 160,
    bodyBytes: 132,
    headers: ['content-length', 'content-type', 'date'],
    framing: 'length',
    keepsAlive: true,
    encoding: null,
  } as const;
  return MADE_CONTENDERS.map(({ id }) => {
    const connections = id === 'rust-axum' ? 20 : 10;
    const database = { connections, opened: 0, encrypted: 0, preparedBefore: connections, perAnswer };
    return {
      scenario: 'jwt-mysql',
      contender: id,
      version: '1.0.0',
      built: [['make', id]],
      processes: 1,
      threads: 11,
      cores: [0],
      database,
      settings: {},
      upstreamPerAnswer: null,
      printedPerAnswer: 0,
      answer,
    };
  });
}

/** The Node service, the slowest, needs two seconds to be warm, the others none. */
function madeRates(steadyPerS: number, slowestPerS: number): ReportedRates {
  const steady = { kind: 'steady', afterRequests: 0, afterS: 0 } as const;
  const warmUpRequests = slowestPerS * 2;
  const node = { kind: 'steady', afterRequests: warmUpRequests, afterS: 2 } as const;
  const warmUps = { 'node-fastify': node, 'go-nethttp': steady, 'rust-axum': steady };
  const slowest = 'node-fastify';
  return { steadyPerS, cappedFromPerS: null, busyPerS: null, slowest, slowestPerS, warmUpRequests, warmUps };
}

const MADE_SURGE = { surge: { share: 1.5, forS: 3, recoveryS: 6 }, memoryMiB: 256 } as const;

function around(
  contenders: ReportInput['contenders'],
  plan: Plan,
): Omit<ReportInput, 'conclusion' | 'noise' | 'spectra'> {
  return {
    run: {
      id: 'r-7f3a',
      name: 'the article, put to the test',
      created: '2026-11-24T09:12:44.000Z',
      complete: true,
      unfinished: null,
      state: 'complete',
      profile: 'quick',
      seed: 7,
      tookS: 684,
      command: 'bakeoff run --profile quick --seed 7',
    },
    plan,
    machine: {
      fingerprint: 'sha256:9c1e',
      cpu: 'AMD EPYC 7B13',
      cores: 2,
      memoryMiB: 7950,
      kernel: '6.1.0-28-cloud-amd64',
      os: 'Debian GNU/Linux 12',
      hypervisor: 'kvm',
      isolation: 'cgroup-hybrid',
    },
    contenders,
    scenarios: [
      {
        id: 'json',
        question: 'What does decoding, checking and encoding JSON cost?',
        analysis: 'It decides what JSON costs, and nothing of a database.',
        timesOf: null,
        surge: null,
        held: null,
        memoryMiB: null,
      },
      {
        id: 'jwt-mysql',
        question: 'What does a verified, database-backed read cost?',
        analysis: null,
        timesOf: null,
        surge: null,
        held: null,
        memoryMiB: null,
      },
    ],
    calibrations: {
      json: [{ run: 'r-7f3a', rates: madeRates(2400, 4850), generator: madeLimits(2400, 0.09, 0.21), seen: [] }],
      'jwt-mysql': [
        { run: 'r-7f3a', rates: madeRates(1900, 3800), generator: madeLimits(1900, 0.1, null), seen: madeSeen() },
      ],
    },
    services: [{ scenario: 'jwt-mysql', name: 'mysql', version: '10.11.14-MariaDB' }],
    leftOut: [],
  };
}

/** The default bake-off: `json`, with one void block, and `jwt-mysql`, where the database binds the faster two. */
export function madeInput(made: MadeRun = {}): ReportInput {
  const contenders = made.contenders ?? MADE_CONTENDERS;
  const truths = made.truths ?? MADE_TRUTHS;
  const blocks = made.blocks ?? 12;
  const change =
    made.change ?? ((outcomes, scenario) => (scenario === 'json' ? disturbed(outcomes) : boundByDatabase(outcomes)));
  const ids = contenders.map(({ id }) => id);
  const lineUps = ['json', 'jwt-mysql'].map((scenario) => madeLineUp(ids, blocks, scenario));
  const plan = madePlan(lineUps, blocks);
  const besides = { further: made.further ?? false, surge: made.surge ?? false };
  const outcomesOf = (lineUp: LineUp): readonly RoundOutcome[] =>
    change(madeRounds(lineUp, truths, made.noise ?? 0.06, besides), lineUp.scenario);
  const conclusion = concludeRun(lineUps.map((lineUp) => concludeScenario(plan, lineUp, outcomesOf(lineUp))));
  const noise = lineUps.flatMap((lineUp) => noiseOf(lineUp, outcomesOf(lineUp), plan.gates));
  const spectra = lineUps.flatMap((lineUp) =>
    lineUp.entries.map(({ id, contender: owner }) => madeSpectrum(lineUp.scenario, id, truths[owner] ?? NODE)),
  );
  const known = around(contenders, plan);
  const scenarios = besides.surge
    ? known.scenarios.map((scenario) => ({ ...scenario, ...MADE_SURGE }))
    : known.scenarios;
  return { ...known, scenarios, conclusion, noise, spectra };
}

/** The default bake-off, but rust-axum died under load in the third block of `json`. */
export function madeWithFailure(): ReportInput {
  const failure = {
    kind: 'died-under-load',
    phase: 'peak',
    exit: 'exit 101',
    lastLines: ['starting on 127.0.0.1:4000', 'thread main panicked at src/main.rs:7: index out of bounds'],
  } as const;
  const died = (outcomes: readonly RoundOutcome[]): readonly RoundOutcome[] =>
    outcomes.map((outcome) => {
      if (outcome.kind !== 'measured') return outcome;
      const { identity } = outcome.measurement;
      return identity.contender === 'rust-axum' && identity.block === 2
        ? { kind: 'failed', identity, failure }
        : outcome;
    });
  return madeInput({
    change: (outcomes, scenario) => (scenario === 'json' ? died(disturbed(outcomes)) : boundByDatabase(outcomes)),
  });
}
