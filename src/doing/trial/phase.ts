import { differences } from '../../thinking/contract/compare.ts';
import type { Difference, ExpectedAnswer } from '../../thinking/contract/contract.ts';
import type { Books, CpuBill, Phase } from '../../thinking/measurement/measurement.ts';
import type { PhaseReport, SampledBody } from '../generator/generator.ts';

/** The phase as the central record holds it. */
export function phaseOf(report: PhaseReport, cpu: CpuBill, databaseCommands: number | null): Phase {
  return {
    books: booksOf(report),
    offeredPerS: report.offeredPerS,
    achievedPerS: report.achievedPerS,
    tookS: report.tookS,
    responseMs: report.responseMs,
    serviceMs: report.serviceMs,
    cpu,
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

/** Compares the sampled bodies with what their requests must be answered; gives the first that differs. */
export function firstWrongBody(
  bodies: readonly SampledBody[],
  expected: (operation: string, variant: number) => ExpectedAnswer,
): readonly Difference[] | null {
  for (const sampled of bodies) {
    const contract = expected(sampled.operation, sampled.variant);
    // Status and media type were checked on every answer already.
    const found = differences(contract, { status: sampled.status, type: contract.type, body: sampled.body });
    if (found.length > 0) return found;
  }
  return null;
}
