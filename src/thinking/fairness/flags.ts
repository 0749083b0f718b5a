import { buildMode } from './build-mode.ts';
import type { Command, Seen } from './seen.ts';

/** Conditions that are to be equal. Threads are not among them: how many a runtime has is the runtime's own. */
export type Condition =
  | 'cores'
  | 'processes'
  | 'build'
  | 'memory-settings'
  | 'printed'
  | 'connections'
  | 'opened'
  | 'encrypted'
  | Command
  | 'upstream-requests'
  | 'head-bytes'
  | 'framing'
  | 'keep-alive'
  | 'encoding';

/** A condition that differs between contenders, or that costs each of those who have it. */
export interface Flag {
  readonly scenario: string;
  readonly condition: Condition;
  /** One for each contender of the scenario of which it is known. */
  readonly values: readonly { readonly contender: string; readonly value: string | number }[];
}

interface Rule {
  readonly condition: Condition;
  readonly read: (seen: Seen) => string | number | null;
  /** Numbers further apart than this share of the larger differ. */
  readonly within: number;
  /** Worth a word where anybody has more than this of it, though all had the same; null where only a difference is. */
  readonly beyond: number | null;
}

/** Of commands per answer; less is a statement prepared again now and then, or a request in flight when the counters were read. */
const COMMAND_SHARE = 0.02;

function perAnswer(command: Command, beyond: number | null): Rule {
  const read = ({ database }: Seen): number | null => (database === null ? null : rounded(database.perAnswer[command]));
  return { condition: command, read, within: COMMAND_SHARE, beyond };
}

/** A command in a hundred answers is none in an answer. */
function rounded(commands: number): number {
  return Math.round(commands * 100) / 100;
}

/** Bytes an answer: a line in a hundred answers is about one. */
const PRINTED = 1;

/** A word at the start or the end is none in an answer. */
function whole(bytes: number | null): number | null {
  return bytes === null ? null : Math.round(bytes);
}

function encryptedText(opened: number | null): string | null {
  return opened === null ? null : opened > 0 ? 'over TLS' : 'in the clear';
}

/** Settings by which a collector or an allocator trades memory for CPU time. */
const OF_MEMORY = ['GOGC', 'GOMEMLIMIT', 'LD_PRELOAD', 'MALLOC_ARENA_MAX', 'MALLOC_CONF', 'NODE_OPTIONS', 'arguments'];

/** `GOGC=400`; null where it is not known. Options that say nothing of memory are let pass. */
function memorySettings(settings: Seen['settings']): string | null {
  if (settings === null) return null;
  const set = OF_MEMORY.flatMap((name) => {
    const value = settings[name];
    const concerns =
      name !== 'NODE_OPTIONS' && name !== 'arguments' ? true : /space|heap|gc|v8-pool/u.test(value ?? '');
    return value !== undefined && concerns ? [`${name}=${value}`] : [];
  });
  return set.length === 0 ? 'as it comes' : set.join(' ');
}

const RULES: readonly Rule[] = [
  { condition: 'cores', read: ({ cores }) => cores?.join(', ') ?? null, within: 0, beyond: null },
  { condition: 'processes', read: ({ processes }) => processes, within: 0, beyond: null },
  { condition: 'memory-settings', read: ({ settings }) => memorySettings(settings), within: 0, beyond: null },
  { condition: 'build', read: ({ built }) => buildMode(built), within: 0, beyond: null },
  { condition: 'printed', read: ({ printedPerAnswer }) => whole(printedPerAnswer), within: 0.5, beyond: PRINTED },
  { condition: 'connections', read: ({ database }) => database?.connections ?? null, within: 0, beyond: null },
  { condition: 'opened', read: ({ database }) => database?.opened ?? null, within: 0, beyond: 0 },
  {
    condition: 'encrypted',
    read: ({ database }) => encryptedText(database?.encrypted ?? null),
    within: 0,
    beyond: null,
  },
  perAnswer('execute', null),
  perAnswer('query', null),
  perAnswer('prepare', COMMAND_SHARE),
  perAnswer('close', COMMAND_SHARE),
  perAnswer('reset', COMMAND_SHARE),
  perAnswer('ping', COMMAND_SHARE),
  {
    condition: 'upstream-requests',
    read: ({ upstreamPerAnswer }) => (upstreamPerAnswer === null ? null : rounded(upstreamPerAnswer)),
    within: COMMAND_SHARE,
    beyond: null,
  },
  // Names and order of headers are each framework's own; a third more bytes are more work for both sides.
  { condition: 'head-bytes', read: ({ answer }) => answer?.headBytes ?? null, within: 1 / 3, beyond: null },
  { condition: 'framing', read: ({ answer }) => answer?.framing ?? null, within: 0, beyond: null },
  { condition: 'keep-alive', read: ({ answer }) => keptText(answer?.keepsAlive), within: 0, beyond: null },
  { condition: 'encoding', read: ({ answer }) => encodingOf(answer), within: 0, beyond: null },
];

function keptText(keepsAlive: boolean | undefined): string | null {
  return keepsAlive === undefined ? null : keepsAlive ? 'kept' : 'closed';
}

function encodingOf(answer: Seen['answer']): string | null {
  return answer === null ? null : (answer.encoding ?? 'none');
}

/** Every condition, scenario by scenario, that is not the same for all contenders, or that costs those who have it. */
export function flagsOf(seen: readonly Seen[]): readonly Flag[] {
  const scenarios = [...new Set(seen.map(({ scenario }) => scenario))];
  return scenarios.flatMap((scenario) => {
    const own = seen.filter((one) => one.scenario === scenario);
    return RULES.flatMap((rule) => flagOf(scenario, rule, own) ?? []);
  });
}

function flagOf(scenario: string, { condition, read, within, beyond }: Rule, seen: readonly Seen[]): Flag | null {
  const values = seen.flatMap((one) => {
    const value = read(one);
    return value === null ? [] : [{ contender: one.contender, value }];
  });
  const costs = beyond !== null && values.some(({ value }) => typeof value === 'number' && value > beyond);
  return costs ||
    differ(
      values.map(({ value }) => value),
      within,
    )
    ? { scenario, condition, values }
    : null;
}

function differ(values: readonly (string | number)[], within: number): boolean {
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length < values.length) return new Set(values).size > 1;
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return numbers.length > 1 && most - least > within * most;
}
