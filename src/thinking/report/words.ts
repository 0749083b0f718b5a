import type { Difference } from '../contract/contract.ts';
import type { Problem } from '../definition/problem.ts';
import type { ContenderFailure } from '../measurement/failure.ts';
import { formatDuration, formatNumber } from '../quantity/format.ts';

/** What happened and what to do about it, each a sentence or two. */
export interface Told {
  readonly reason: string;
  readonly remedy: string;
}

/** `1 block`, `3 blocks`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${formatNumber(n)} ${n === 1 ? one : many}`;
}

/** Where an answer differs, the first of the differences: `status: expected 200, got 500 (and 2 more)`. */
function differencesText(differences: readonly Difference[]): string {
  const [first] = differences;
  if (first === undefined) return 'no example was kept';
  const more = differences.length > 1 ? ` (and ${differences.length - 1} more)` : '';
  return `${first.where}: expected ${first.expected}, got ${first.got}${more}`;
}

/** The last line a program wrote, as a sentence of its own; nothing where it wrote none. */
export function lastWords(lines: readonly string[]): string {
  const last = lines.findLast((line) => line.trim() !== '');
  return last === undefined ? ' It wrote nothing.' : ` Its last line: "${last.trim()}".`;
}

function byKind(by: Readonly<Record<string, number>>): string {
  const parts = Object.entries(by).filter(([, n]) => n > 0);
  return parts.length === 0 ? '' : `: ${parts.map(([kind, n]) => `${formatNumber(n)} ${kind}`).join(', ')}`;
}

type FailureOf<K extends ContenderFailure['kind']> = Extract<ContenderFailure, { kind: K }>;

/** What keeps a contender from being built, or from answering once it is. */
const UNSERVED = [
  'requirement-missing',
  'build-failed',
  'overwritten',
  'version-unknown',
  'start-failed',
  'never-ready',
  'exited-early',
  'port-taken',
] as const;
type Unserved = FailureOf<(typeof UNSERVED)[number]>;

function readyText(failure: FailureOf<'never-ready'>): Told {
  const waited = formatDuration(failure.waitedMs);
  return {
    reason: `GET ${failure.path} gave no good answer within ${waited}; the last was: ${failure.lastAnswer}.${lastWords(failure.lastLines)}`,
    remedy:
      'Listen on HOST and PORT from the environment; set ready.get to a path that answers 200, ready.within to more.',
  };
}

function loadText(failure: FailureOf<'wrong-under-load'> | FailureOf<'failed-under-load'>): Told {
  const wrong = failure.kind === 'wrong-under-load';
  const of = formatNumber(failure.of);
  const what = wrong
    ? `${formatNumber(failure.wrong)} of ${of} answers were wrong in the ${failure.phase} phase (${differencesText(failure.example)})`
    : `${formatNumber(failure.failed)} of ${of} requests failed in the ${failure.phase} phase${byKind(failure.by)}`;
  return {
    // One wrong body among those sampled is a failure too, so only failed requests are held against the objective here.
    reason: wrong ? `${what}.` : `${what}; that is more than the objective allows.`,
    remedy: wrong
      ? 'Make it answer under load what it answers alone; a wrong answer has no speed.'
      : 'Find why it drops requests at this load, or lower the rate; objective.errors sets how many are allowed.',
  };
}

function memoryText({ phase, limitMiB, lastLines }: FailureOf<'out-of-memory'>): Told {
  const when = phase === null ? 'before it was ready' : `in the ${phase} phase`;
  return {
    reason: `It took more than the ${formatNumber(limitMiB)} MiB of memory that the scenario allows it, and was ended for that ${when}.${lastWords(lastLines)}`,
    remedy:
      'Bound its heap, its queues and what it keeps of each connection, or let the scenario allow more (memory: in scenario.yaml).',
  };
}

function deathText({ exit, phase, lastLines }: FailureOf<'died-under-load'>): Told {
  return {
    reason: `It ended with ${exit} in the ${phase} phase.${lastWords(lastLines)}`,
    remedy: 'Find why it dies under load; the others went on without it.',
  };
}

/** What each service counts of its work. */
const WORK_WORDS = { mysql: 'statements', upstream: 'requests' } as const;

function workText({ service, phase, counted, owed }: FailureOf<'work-missing'>): Told {
  const what = WORK_WORDS[service];
  return {
    reason: `The ${service} service counted ${formatNumber(counted)} ${what} in the ${phase} phase, and its correct answers need at least ${formatNumber(owed)}.`,
    remedy: 'Ask for each answer anew: a cached or merged answer is other work than the scenario asks for.',
  };
}

function auditText({ phase, rule, expected, found }: FailureOf<'audit-failed'>): Told {
  const when = phase === null ? '' : ` in the ${phase} phase`;
  return {
    reason: `The database does not hold what was answered${when}. ${rule}: expected ${expected}, got ${found.join('; ')}.`,
    remedy: 'Answer after the commit, undo what fails, and do what is asked once: a wrong balance has no speed.',
  };
}

/** Why a contender could not be asked anything, and what to do. */
function unservedText(failure: Unserved): Told {
  switch (failure.kind) {
    case 'requirement-missing':
      return { reason: `${failure.command} does not run here; it is needed: ${failure.why}.`, remedy: failure.install };
    case 'build-failed':
      return {
        reason: `${failure.command} ended with ${failure.exit}.${lastWords(failure.lastLines)}`,
        remedy: 'Run that command in the contender’s folder and mend what it reports.',
      };
    case 'overwritten':
      return {
        reason: `Another build in ${failure.dir} wrote over ${failure.program}, which its own had made.`,
        remedy: 'Give each variant that has a build an output file, or a target folder, of its own.',
      };
    case 'version-unknown':
      return {
        reason: `${failure.command} printed no version that fits ${failure.pattern}; it printed: ${failure.got}.`,
        remedy: 'Correct version.run or version.pattern: without a version there is no measurement.',
      };
    case 'start-failed':
      return {
        reason: `${failure.command} could not be started: ${failure.reason}.`,
        remedy: 'Check start: in its definition, and that its build made what it names.',
      };
    case 'never-ready':
      return readyText(failure);
    case 'exited-early':
      return {
        reason: `It ended with ${failure.exit} before it was ready.${lastWords(failure.lastLines)}`,
        remedy: 'Start it by hand with PORT and HOST set and see what it says.',
      };
    case 'port-taken':
      return {
        reason: `Port ${failure.port} is answered by ${failure.owner}, which is not this contender.`,
        remedy: 'End that process, or make the contender listen in its own process tree.',
      };
  }
}

function isUnserved(failure: ContenderFailure): failure is Unserved {
  return UNSERVED.some((kind) => kind === failure.kind);
}

/** What a contender did wrong, and what to do: it is left out, never shown as a row of zeros. */
export function failureText(failure: ContenderFailure): Told {
  if (isUnserved(failure)) return unservedText(failure);
  switch (failure.kind) {
    case 'contract-broken':
      return {
        reason: `Case "${failure.case}" (${failure.request}): ${differencesText(failure.differences)}.`,
        remedy: 'Make it answer as the scenario’s contract says; bakeoff check tries the cases without load.',
      };
    case 'wrong-under-load':
    case 'failed-under-load':
      return loadText(failure);
    case 'died-under-load':
      return deathText(failure);
    case 'out-of-memory':
      return memoryText(failure);
    case 'work-missing':
      return workText(failure);
    case 'audit-failed':
      return auditText(failure);
    case 'escaped':
      return {
        reason: `${count(failure.pids.length, 'process', 'processes')} of it left the enclosure (${failure.pids.join(', ')}).`,
        remedy: 'Do not let it fork into the background: what cannot be held cannot be counted.',
      };
    default:
      return failure satisfies never;
  }
}

/** The same on one line: what went wrong, then what to do. */
export function failureLine(failure: ContenderFailure): string {
  const { reason, remedy } = failureText(failure);
  return `${reason} ${remedy}`;
}

/** One problem of a definition on one line: `file:line:column: key: expected …, got …; what next`. */
export function problemLine(problem: Problem): string {
  const place = [problem.file, problem.line, problem.column].filter((part) => part !== null).join(':');
  const key = problem.key === '' ? '' : `${problem.key}: `;
  const given = problem.given === null ? '' : `, got ${problem.given}`;
  const hint = problem.hint === null ? '' : `; ${problem.hint}`;
  return `${place}: ${key}expected ${problem.expected}${given}${hint}`;
}
