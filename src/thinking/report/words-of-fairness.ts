import { buildMode } from '../fairness/build-mode.ts';
import type { Condition, Flag } from '../fairness/flags.ts';
import { COMMANDS, type Command, type Seen } from '../fairness/seen.ts';
import { formatNumber } from '../quantity/format.ts';
import { UNKNOWN } from './figures.ts';
import { plainText } from './plain-text.ts';
import { listed } from './sentence.ts';

/** What a condition is called, and what is known of what it does. */
const CONDITIONS: Readonly<Record<Condition, { readonly title: string; readonly effect: string }>> = {
  cores: {
    title: 'cores it may run on',
    effect: 'Whoever has more can do more at once: no figure of theirs can be compared.',
  },
  processes: {
    title: 'processes',
    effect: 'Each has a heap and a compiler of its own, and a part of the pool: memory grows with them.',
  },
  build: {
    title: 'build',
    effect: 'One for debugging is slower by a multiple: no figure of it can be compared.',
  },
  printed: {
    title: 'bytes printed per answer',
    effect:
      'Each line is a write, and somebody has to read it. Who logs each request pays for what the others do not do.',
  },
  'memory-settings': {
    title: 'settings of collector or allocator',
    effect: 'They trade memory for CPU time and pauses: those three move together, and each alone says little.',
  },
  connections: {
    title: 'connections to the database',
    effect: 'More of them keep more queries under way: that moves the peak and the waits, and CPU per request little.',
  },
  opened: {
    title: 'connections opened under load',
    effect: 'Each costs two handshakes and the statements prepared anew; a pool that holds its connections opens none.',
  },
  encrypted: {
    title: 'how the database is spoken to',
    effect:
      'TLS costs both ends CPU for each byte, and a handshake more for each connection. The load itself comes in the clear to all.',
  },
  execute: {
    title: 'prepared statements executed per answer',
    effect: 'A prepared statement is parsed once, one sent as text each time.',
  },
  query: {
    title: 'statements sent as text per answer',
    effect: 'They are parsed each time, and values go as text both ways.',
  },
  prepare: {
    title: 'statements prepared per answer',
    effect: 'A round trip more for each use, and a parse by the database.',
  },
  close: {
    title: 'statements closed per answer',
    effect: 'A command more for the database, and the next use prepares again.',
  },
  reset: { title: 'resets of a statement per answer', effect: 'A round trip more for each use.' },
  ping: {
    title: 'pings or resets of the connection per answer',
    effect: 'A round trip more for each use, for which driver, kernel and database all work.',
  },
  'upstream-requests': {
    title: 'requests to the upstream per answer',
    effect:
      'More than the contract needs are asked again, or leaked: they load the upstream and cost the contender each time.',
  },
  'head-bytes': {
    title: 'bytes of the head of an answer',
    effect: 'They are written, sent and read for each answer; most are the framework’s defaults.',
  },
  framing: {
    title: 'framing of the answer',
    effect: 'Chunks are written as the body comes, a length needs the whole body first; either costs its own copies.',
  },
  'keep-alive': {
    title: 'connection after an answer',
    effect: 'A connection for each request costs both sides more than most requests do.',
  },
  encoding: {
    title: 'compression where it is offered',
    effect: 'Compressing costs CPU that the others do not spend. The load offers none.',
  },
};

export function conditionTitle(condition: Condition): string {
  return CONDITIONS[condition].title;
}

function valueText(value: string | number): string {
  return typeof value === 'number' ? formatNumber(value) : value;
}

/** `10 for node-fastify and go-nethttp, 20 for rust-axum`. */
function valuesText({ values }: Flag): string {
  const by = new Map<string, string[]>();
  for (const { contender, value } of values) {
    const text = valueText(value);
    by.set(text, [...(by.get(text) ?? []), plainText(contender)]);
  }
  return [...by].map(([text, contenders]) => `${text} for ${listed(contenders)}`).join(', ');
}

/** What is unequal, for whom, and what that is known to do. */
export function flagText(flag: Flag): string {
  const { title, effect } = CONDITIONS[flag.condition];
  return `${title}: ${valuesText(flag)}. ${effect}`;
}

/** `jwt-mysql: processes, connections to the database`: all that is unequal, by its names alone. */
export function unequalText(flags: readonly Flag[]): string {
  const scenarios = [...new Set(flags.map(({ scenario }) => scenario))];
  return scenarios
    .map((scenario) => {
      const own = flags.filter((flag) => flag.scenario === scenario);
      return `${plainText(scenario)}: ${own.map(({ condition }) => conditionTitle(condition)).join(', ')}`;
    })
    .join('; ');
}

/** The columns of the ledger: a heading, and a text of each contender. */
export const FAIRNESS_COLUMNS: readonly { readonly title: string; readonly text: (seen: Seen) => string }[] = [
  { title: 'version', text: ({ version }) => (version === null ? UNKNOWN : plainText(version)) },
  { title: 'built', text: ({ built }) => buildMode(built) ?? UNKNOWN },
  { title: 'on cores', text: ({ cores }) => cores?.join(', ') ?? UNKNOWN },
  { title: 'processes', text: ({ processes }) => String(processes) },
  { title: 'threads', text: ({ threads }) => known(threads) },
  { title: 'runtime settings', text: ({ settings }) => settingsText(settings) },
  { title: 'printed per answer, bytes', text: ({ printedPerAnswer }) => known(printedPerAnswer) },
  { title: 'connections', text: ({ database }) => known(database?.connections) },
  { title: 'opened under load', text: ({ database }) => known(database?.opened) },
  { title: 'over TLS', text: ({ database }) => known(database?.encrypted) },
  { title: 'prepared before', text: ({ database }) => known(database?.preparedBefore) },
  { title: 'commands per answer', text: ({ database }) => commandsText(database?.perAnswer) },
  { title: 'upstream per answer', text: ({ upstreamPerAnswer }) => known(upstreamPerAnswer) },
  { title: 'head + body, bytes', text: ({ answer }) => (answer === null ? UNKNOWN : sizeText(answer)) },
  { title: 'framing', text: ({ answer }) => answer?.framing ?? UNKNOWN },
  { title: 'compressed', text: ({ answer }) => (answer === null ? UNKNOWN : (answer.encoding ?? 'no')) },
];

/** `GOGC=400, NODE_ENV=production`; `none`, or unknown. */
function settingsText(settings: Seen['settings']): string {
  if (settings === null) return UNKNOWN;
  const set = Object.entries(settings).map(([name, value]) => `${name}=${plainText(value)}`);
  return set.length === 0 ? 'none' : set.join(', ');
}

function known(value: number | null | undefined): string {
  return value === null || value === undefined ? UNKNOWN : formatNumber(value);
}

function sizeText({ headBytes, bodyBytes }: NonNullable<Seen['answer']>): string {
  return `${formatNumber(headBytes)} + ${formatNumber(bodyBytes)}`;
}

/** `1 execute`; a command in a thousand answers is not worth a word. */
function commandsText(perAnswer: Readonly<Record<Command, number>> | undefined): string {
  if (perAnswer === undefined) return UNKNOWN;
  const sent = COMMANDS.flatMap((command) =>
    perAnswer[command] >= 0.001 ? [`${formatNumber(perAnswer[command])} ${command}`] : [],
  );
  return sent.length === 0 ? 'none' : sent.join(', ');
}
