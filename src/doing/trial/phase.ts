import { differences } from '../../thinking/contract/compare.ts';
import type { Difference, ExpectedAnswer } from '../../thinking/contract/contract.ts';
import type { Books, CpuBill, Phase } from '../../thinking/measurement/measurement.ts';
import type { Surroundings } from '../../thinking/measurement/surroundings.ts';
import type { PhaseReport, SampledBody } from '../generator/generator.ts';

/** The phase as the central record holds it. */
export function phaseOf(
  report: PhaseReport,
  connections: number,
  cpu: CpuBill,
  surroundings: Surroundings,
  databaseCommands: number | null,
): Phase {
  return {
    books: booksOf(report),
    offeredPerS: report.offeredPerS,
    connections,
    achievedPerS: report.achievedPerS,
    tookS: report.tookS,
    responseMs: report.responseMs,
    serviceMs: report.serviceMs,
    meanServiceMs: report.meanServiceMs,
    cpu,
    surroundings,
    generator: {
      verdict: report.verdict,
      reasons: report.reasons,
      cpuUsPerRequest: report.cpuUsPerRequest,
      lagP99Us: report.sendLagP99Us,
    },
    databaseCommandsPerAnswer:
      databaseCommands === null || report.correct === 0 ? null : databaseCommands / report.correct,
    draws: report.draws,
    histograms: report.histograms,
  };
}

function booksOf(report: PhaseReport): Books {
  const { planned, correct, wrong, failed, shed, unfinished, balanced } = report;
  return { planned, correct, wrong, failed, shed, unfinished, balanced };
}

/**
 * Compares the sampled bodies with what their requests must be answered: how many differ, and the first that does; null where none
 * does. Only the sample is known, so the count is of it and not of the phase.
 */
export function wrongBodies(
  bodies: readonly SampledBody[],
  expected: (operation: string, variant: number) => ExpectedAnswer,
): { readonly wrong: number; readonly example: readonly Difference[] } | null {
  const wrong = bodies
    .map((sampled) => {
      const contract = expected(sampled.operation, sampled.variant);
      const { status } = sampled;
      if (status === null) return [{ where: 'status', expected: String(contract.status), got: 'no HTTP answer' }];
      // Status and media type were checked on every answer already.
      return differences(contract, { status, type: contract.type, body: sampled.body });
    })
    .filter((found) => found.length > 0);
  const [example] = wrong;
  return example === undefined ? null : { wrong: wrong.length, example };
}
