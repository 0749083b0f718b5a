import type { LedgerProblem } from '../doing/ledger/ledger.ts';
import type { ServiceFailure } from '../doing/service/service.ts';
import type { CoreProblem } from '../thinking/machine/cores.ts';
import type { Machine } from '../thinking/machine/machine.ts';
import { countRounds, type TimeEstimate } from '../thinking/plan/duration.ts';
import type { Plan } from '../thinking/plan/plan.ts';
import { formatDuration, formatShare, formatTimeLeft } from '../thinking/quantity/format.ts';
import { count } from '../thinking/report/words.ts';
import { looksText } from '../thinking/report/remarks.ts';

const two = (part: number): string => String(part).padStart(2, '0');

/** `2026-11-26 17:31`, by the clock on the wall here. */
export function momentText(moment: Date): string {
  const day = [moment.getFullYear(), two(moment.getMonth() + 1), two(moment.getDate())].join('-');
  return `${day} ${two(moment.getHours())}:${two(moment.getMinutes())}`;
}

/** The ledger's problem, the rule, and what to do: the file is left as it is in every case. */
export function ledgerText(problem: LedgerProblem): string {
  switch (problem.kind) {
    case 'not-a-ledger':
      return `${problem.file}: expected a ledger of Bakeoff, got another file (${problem.detail}); name another store with --store`;
    case 'damaged':
      return `${problem.file}: the ledger is damaged (${problem.detail}) and was left as it is; copy it away, then start with another --store`;
    case 'written-by-newer':
      return `${problem.file}: written by a newer Bakeoff (ledger ${problem.version}, this one knows ${problem.known}); use that version, or another --store`;
    case 'unreachable':
      return `${problem.file}: cannot be opened or written (${problem.detail}); name a folder of yours with --store`;
    case 'disk-full':
      return `${problem.file}: the disk is full. The run stopped cleanly; make room, then bakeoff run --resume`;
    case 'busy':
      return `${problem.file}: another Bakeoff is writing to it; wait for it, or use another --store`;
  }
}

export function serviceText(failure: ServiceFailure): string {
  switch (failure.kind) {
    case 'not-installed':
      return `${failure.why}. To install it: ${failure.install}`;
    case 'did-not-start':
      return `${failure.service} did not start. Its last lines:\n  ${failure.lastLines.slice(-8).join('\n  ')}`;
    case 'data-differs':
      return `the table ${failure.table} was not loaded as its definition says: expected ${failure.expected}, got ${failure.got}`;
  }
}

export function coresText(problem: CoreProblem): string {
  switch (problem.kind) {
    case 'no-cores':
      return `cores.${problem.side}: expected at least one core, got none`;
    case 'not-ours':
      return `cores: core ${problem.core} is not among those this program may use (${problem.available.join(', ')})`;
    case 'on-both-sides':
      return `cores: core ${problem.core} is on both sides; the contender and the generator must not share one`;
  }
}

/** The gate on foreign CPU lets a twentieth of a core pass: on a machine as busy as that before the start, rounds will be void. */
export const LOUD_SHARE = 0.05;

/** A warning where others are at work on the machine; empty where it is quiet or cannot be told. */
export function loudLines(share: number | null): readonly string[] {
  if (share === null || share <= LOUD_SHARE) return [];
  return [
    `warn   others use ${formatShare(share)} of a core here: rounds they disturb are void, and too many of those refuse the run`,
  ];
}

/** The plan and its estimated time, before anything is started. */
export function planLines(plan: Plan, machine: Machine, estimate: TimeEstimate): readonly string[] {
  const { profile, cores } = plan;
  const { warmUpMs, steadyMs, peakMs, further } = profile;
  const phases = `${formatDuration(warmUpMs)} warm-up, ${formatDuration(steadyMs)} steady, ${formatDuration(peakMs)} peak${further === null ? '' : `, ${formatDuration(further.phaseMs)} each under further loads, and ${further.searches} blocks that search for the capacity`}`;
  return [
    `plan   run ${plan.run}, profile ${profile.name}, seed ${plan.seed}: ${looksText(profile.looks)} a scenario${sittingsText(profile.sittings)}, ${countRounds(plan)} rounds at most, of ${phases}`,
    ...plan.scenarios.map(
      (one) => `       ${one.scenario}: ${one.entries.map((entry) => entry.id).join(', ') || 'served by none of them'}`,
    ),
    ...plan.leftOut.map(({ contender, reason }) => `out    ${contender}: ${reason}`),
    `       on ${machine.cpu}, ${count(machine.cores, 'core')} (contender ${cores.contender.join(',')}; generator, database and Bakeoff ${cores.rest.join(',')}), held by ${machine.isolation}`,
    `time   ${timeText(estimate, plan.budgetMs)}: builds ${formatTimeLeft(estimate.buildS)}, checks and calibration ${formatTimeLeft(estimate.calibrateS)}, rounds ${formatTimeLeft(estimate.measureS)}`,
  ];
}

function sittingsText(sittings: number): string {
  return sittings === 1 ? '' : ` in ${sittings} sittings, half an hour or more apart`;
}

function timeText({ leastS, totalS, buildS, calibrateS }: TimeEstimate, budgetMs: number | null): string {
  const needed =
    leastS === totalS
      ? `about ${formatTimeLeft(totalS)}`
      : `about ${formatTimeLeft(leastS)} to ${formatTimeLeft(totalS)}, as soon as it is settled`;
  if (budgetMs === null) return needed;
  const budget = `the budget of ${formatTimeLeft(budgetMs / 1000)}`;
  const enough = budgetMs / 1000 > buildS + calibrateS;
  return `${needed}; ${enough ? `not beyond ${budget}` : `${budget} is over before the first block`}`;
}
