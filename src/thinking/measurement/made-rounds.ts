import type { Collected } from './collector.ts';
import type { Held } from './held.ts';
import type { FoundCapacity, Measurement, RoundOutcome } from './measurement.ts';
import type { Books, CpuBill, Phase } from './phase.ts';
import type { Surge } from './surge.ts';

/** Rounds made for tests: whole and plausible, so that a test states only what it is about. */
export interface MadeRound {
  readonly entry: string;
  readonly contender?: string;
  readonly block: number;
  readonly position: number;
  readonly sitting?: number;
  readonly startedAt?: string;
  readonly scenario?: string;
  readonly cores?: readonly number[];
  /** CPU per request in the steady and the peak phase. */
  readonly cpuUs?: number;
  readonly peakCpuUs?: number;
  readonly p50Ms?: number;
  readonly p99Ms?: number | null;
  readonly memoryMiB?: number | null;
  readonly steady?: Partial<Phase>;
  readonly busy?: Phase | null;
  readonly own?: Measurement['own'];
  readonly peak?: Partial<Phase>;
  readonly capacityPerS?: number | null;
  readonly surge?: Measurement['surge'];
  readonly memoryLimitMiB?: number;
  readonly held?: Held;
  readonly collected?: Collected;
  readonly steadyBill?: Partial<CpuBill>;
  readonly peakBill?: Partial<CpuBill>;
}

export function madeBooks(correct: number, changes: Partial<Books> = {}): Books {
  const books = { planned: correct, correct, wrong: 0, failed: 0, shed: 0, unfinished: 0, balanced: true, ...changes };
  return { ...books, planned: changes.planned ?? correct + books.wrong + books.failed + books.shed + books.unfinished };
}

function madePhase(bill: CpuBill, correct: number, changes: Partial<Phase>): Phase {
  return {
    books: madeBooks(correct),
    offeredPerS: null,
    connections: null,
    achievedPerS: correct / bill.wallS,
    tookS: bill.wallS,
    responseMs: null,
    serviceMs: { p50: 1, p90: 2, p99: 3, p99_9: null, max: 9 },
    parts: {},
    timesOf: null,
    meanServiceMs: null,
    cpu: bill,
    surroundings: null,
    generator: { verdict: 'valid', reasons: [], cpuUsPerRequest: 4, lagP99Us: 20 },
    databaseCommandsPerAnswer: null,
    upstreamRequestsPerAnswer: null,
    draws: 'made',
    histograms: { response: null, service: '' },
    ...changes,
  };
}

const QUIET = {
  generatorS: 0.2,
  servicesS: null,
  bakeoffS: 0.01,
  foreignS: 0.01,
  foreignErrorS: 0,
  stealS: 0,
} as const;

/** A measurement: 5,000 requests in 2.5 s of steady load, then 1.5 s of a peak that the contender itself bounds. */
export function madeMeasurement(round: MadeRound): Measurement {
  const cpuUs = round.cpuUs ?? 100;
  const peakUs = round.peakCpuUs ?? cpuUs * 0.8;
  const steadyBill: CpuBill = { ...QUIET, wallS: 2.5, contenderS: (5000 * cpuUs) / 1e6, ...round.steadyBill };
  const peakBill: CpuBill = { ...QUIET, wallS: 1.5, contenderS: 1.45, ...round.peakBill };
  const p50 = round.p50Ms ?? 1;
  const p99 = round.p99Ms === undefined ? 5 : round.p99Ms;
  const peakCorrect = (peakBill.contenderS * 1e6) / peakUs;
  return {
    identity: {
      run: 'r-made',
      scenario: round.scenario ?? 'json',
      entry: round.entry,
      contender: round.contender ?? round.entry,
      block: round.block,
      position: round.position,
      sitting: round.sitting ?? 0,
    },
    source: 'sha256:made',
    version: '1.0.0',
    rung: 'process-group',
    cores: round.cores ?? null,
    startedAt: round.startedAt ?? '2026-11-23T00:00:00.000Z',
    tookS: 6,
    readyMs: 80,
    warmUpRequests: 2000,
    steady: madePhase(steadyBill, 5000, {
      offeredPerS: 2000,
      responseMs: { p50, p90: p50 * 2, p99, p99_9: null, max: 20 },
      draws: `block-${round.block}`,
      ...round.steady,
    }),
    peak: madePhase(peakBill, peakCorrect, { ...round.peak }),
    ...besides(round),
    capacity: round.capacityPerS === undefined ? null : madeCapacity(round.capacityPerS),
    memoryMiB: round.memoryMiB === undefined ? 60 : round.memoryMiB,
  };
}

/** What not every round has. */
function besides({
  busy,
  own,
  surge,
  memoryLimitMiB,
  held,
  collected,
}: MadeRound): Pick<Measurement, 'busy' | 'own' | 'surge' | 'held' | 'collected' | 'memoryLimitMiB'> {
  const beyond = {
    surge: surge ?? null,
    held: held ?? null,
    collected: collected ?? null,
    memoryLimitMiB: memoryLimitMiB ?? null,
  };
  return { busy: busy ?? null, own: own ?? [], ...beyond };
}

/** A search that found this capacity, or none where it is null. */
function madeCapacity(perSecond: number | null): FoundCapacity {
  return { perSecond, end: perSecond === null ? 'undecided' : 'found', attempts: [], tookS: 20 };
}

/** Five thousand requests in 2.5 s, at so much CPU each, as a phase under load. */
export function madeLoad(cpuUs: number, changes: Partial<Phase> = {}): Phase {
  return madePhase({ ...QUIET, wallS: 2.5, contenderS: (5000 * cpuUs) / 1e6 }, 5000, { offeredPerS: 2000, ...changes });
}

export function madeOutcome(round: MadeRound): RoundOutcome {
  return { kind: 'measured', measurement: madeMeasurement(round) };
}

/**
 * A surge of 3 s and a recovery of 6 at 1,000 requests a second and then 500: each pair is how many of a second were late, and how
 * many correct answers came in it.
 */
export function madeSurge(
  seconds: readonly (readonly [late: number, answered: number])[],
  changes: Partial<Surge> = {},
): Surge {
  const correct = seconds.reduce((sum, [, answered]) => sum + answered, 0);
  return {
    phase: madePhase({ ...QUIET, wallS: 9, contenderS: 6 }, correct, { offeredPerS: 2000 / 3 }),
    perSecond: 1000,
    share: 1.5,
    forS: 3,
    recoveryS: 6,
    withinMs: 50,
    refused: 0,
    seconds: seconds.map(([late, answered], second) => {
      const planned = second < 3 ? 1000 : 500;
      return {
        planned,
        correct: planned,
        late,
        p50Ms: late > planned / 2 ? 400 : 2,
        p99Ms: late > 5 ? 900 : 9,
        answered,
      };
    }),
    memoryMiB: 90,
    ...changes,
  };
}
