import type { RunEnd } from '../doing/run/run.ts';
import type { ContenderFailure } from '../thinking/measurement/failure.ts';
import type { RoundOutcome } from '../thinking/measurement/measurement.ts';
import type { Refusal } from '../thinking/verdict/verdict.ts';
import type { Tools } from './tools.ts';
import { coresText, ledgerText, momentText } from './words.ts';
import { EXIT } from './world.ts';

/** What is left to say at the end of a run, ending in a line break; empty where the report says it all. */
export function endingText(end: RunEnd, tools: Tools): string {
  switch (end.kind) {
    case 'planned':
    case 'complete':
    case 'refused':
    // Told with its remedy when it was refused.
    case 'rate-refused':
      return '';
    case 'generator-failed': {
      const { reason, lastLines } = end.failure;
      const last = lastLines.map((line) => `         ${line}\n`).join('');
      return `The load generator could not be measured on this machine (${reason}), so nothing can be measured with it. Go on with: bakeoff run --resume ${end.run}\n${last}`;
    }
    case 'built':
      return 'Built; nothing was measured.\n';
    case 'checked':
      return '';
    case 'sitting-over':
      return `This sitting is over, and what was measured is kept. From ${momentText(end.notBefore)} on go on with: bakeoff run --resume ${end.run}\n`;
    case 'interrupted':
      return `Stopped. What was finished is kept; go on with: bakeoff run --resume ${end.run}\n`;
    case 'machine-busy':
      return `Another Bakeoff is measuring on this machine (${end.owner}); two at once would measure each other. Wait for it to end.\n`;
    case 'ledger':
      return `${ledgerText(end.problem)}\n`;
    case 'cores':
      return `${coresText(end.problem)}\n`;
    case 'generator-missing':
      return `The load generator is missing, so nothing can be measured.\n${missingLines(tools)}`;
    case 'changed-since':
      return `${end.run} cannot be resumed, since its rounds would not be comparable: ${end.what.join(', ')} changed. Start a new run.\n`;
  }
}

/** What set-up could not provide, and the commands that do. */
export function missingLines(tools: Tools): string {
  return tools.missing
    .map(({ what, why, command }) => `missing: ${what} - ${why}\n         to get it: ${command}\n`)
    .join('');
}

/**
 * The exit code of a run. A contender whose toolchain is not on this machine does not count as failed: the run goes on with
 * what is there, and says so.
 */
export function codeOf(
  end: RunEnd,
  outcomes: readonly RoundOutcome[],
  refusal: Refusal | null,
  interruptedBy: number,
): number {
  if (hasOneCode(end)) return CODES[end.kind];
  switch (end.kind) {
    case 'built':
      return end.failures.some(isFault) ? EXIT.contenderFailed : EXIT.ok;
    case 'complete':
    case 'refused':
    case 'checked':
    case 'sitting-over':
      return codeOfMeasured(outcomes, refusal);
    case 'interrupted':
      return interruptedBy;
  }
}

/** The exit codes of ends that have the same one always. */
const CODES = {
  planned: EXIT.ok,
  cores: EXIT.usage,
  'changed-since': EXIT.usage,
  'machine-busy': EXIT.unfit,
  ledger: EXIT.unfit,
  'generator-missing': EXIT.unfit,
  'generator-failed': EXIT.unfit,
  'rate-refused': EXIT.unfit,
} as const;

function hasOneCode(end: RunEnd): end is Extract<RunEnd, { kind: keyof typeof CODES }> {
  return end.kind in CODES;
}

function codeOfMeasured(outcomes: readonly RoundOutcome[], refusal: Refusal | null): number {
  if (refusal !== null) return EXIT.unfit;
  return outcomes.some(isContendersFault) ? EXIT.contenderFailed : EXIT.ok;
}

function isContendersFault(outcome: RoundOutcome): boolean {
  return outcome.kind === 'failed' && isFault(outcome.failure);
}

function isFault(failure: ContenderFailure): boolean {
  return failure.kind !== 'requirement-missing';
}
