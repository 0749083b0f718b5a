import { differences } from '../../thinking/contract/compare.ts';
import type { Difference } from '../../thinking/contract/contract.ts';
import type { Books, CpuBill, Phase } from '../../thinking/measurement/phase.ts';
import type { Surroundings } from '../../thinking/measurement/surroundings.ts';
import type { Serial } from '../../thinking/scenario/draw.ts';
import type { PhaseReport, SampledBody } from '../generator/generator.ts';
import type { Tally } from './tally.ts';
import type { Subject } from './trial.ts';

/**
 * Who sent a request: the phase by its place in the generator's plan, and the request's number in it. As the generator writes them into
 * serial numbers.
 */
export function serialOf(phase: number, k: number): Serial {
  return { phase: String(phase), k: String(k) };
}

/** The phase as the central record holds it. */
export function phaseOf(
  report: PhaseReport,
  connections: number,
  cpu: CpuBill,
  surroundings: Surroundings,
  counted: Tally,
  timesOf: string | null,
): Phase {
  const perAnswer = (count: number | null): number | null =>
    count === null || report.correct === 0 ? null : count / report.correct;
  return {
    books: booksOf(report),
    offeredPerS: report.offeredPerS,
    connections,
    achievedPerS: report.achievedPerS,
    tookS: report.tookS,
    responseMs: report.responseMs,
    serviceMs: report.serviceMs,
    parts: report.parts,
    timesOf,
    meanServiceMs: report.meanServiceMs,
    cpu,
    surroundings,
    generator: {
      verdict: report.verdict,
      reasons: report.reasons,
      cpuUsPerRequest: report.cpuUsPerRequest,
      lagP99Us: report.sendLagP99Us,
    },
    databaseCommandsPerAnswer: perAnswer(counted.commands),
    upstreamRequestsPerAnswer: perAnswer(counted.upstream),
    draws: report.draws,
    histograms: report.histograms,
  };
}

function booksOf(report: PhaseReport): Books {
  const { planned, correct, wrong, failed, shed, unfinished, balanced } = report;
  return { planned, correct, wrong, failed, shed, unfinished, balanced };
}

/** Whole answers of another status than asked for. */
export function refusedIn(wrongBy: Readonly<Record<string, number>>): number {
  return wrongBy['status'] ?? 0;
}

/** The sampled bodies without those of refusals: of another status, and HTTP all the same. */
export function answersAmong(
  bodies: readonly SampledBody[],
  expected: Subject['expected'],
  phase: number,
): readonly SampledBody[] {
  return bodies.filter(({ operation, variant, status, k }) => {
    return status === null || status === expected(operation, variant, serialOf(phase, k)).status;
  });
}

/**
 * Compares the sampled bodies with what their requests, sent in the generator's phase of this number, must be answered: how many differ, and the first that does; null where none
 * does. Only the sample is known, so the count is of it and not of the phase.
 */
export function wrongBodies(
  bodies: readonly SampledBody[],
  phase: number,
  expected: Subject['expected'],
): { readonly wrong: number; readonly example: readonly Difference[] } | null {
  const wrong = bodies
    .map((sampled) => {
      const contract = expected(sampled.operation, sampled.variant, serialOf(phase, sampled.k));
      const { status } = sampled;
      if (status === null) return [{ where: 'status', expected: String(contract.status), got: 'no HTTP answer' }];
      // Status and media type were checked on every answer already.
      return differences(contract, { status, type: contract.type, body: sampled.body });
    })
    .filter((found) => found.length > 0);
  const [example] = wrong;
  return example === undefined ? null : { wrong: wrong.length, example };
}
