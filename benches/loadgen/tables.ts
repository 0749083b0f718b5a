import type { Evenness } from './evenness.ts';
import type { Measured } from './measure.ts';
import type { Peer } from './peers.ts';
import { figureOf, pairedRatio, partsOf, type Spread } from './ratios.ts';
import type { Said } from './reports.ts';
import type { Part, Rounds } from './rounds.ts';
import type { Target } from './targets.ts';
import { exactWaitAt, waitAt, waits, type Stalls } from './theory.ts';

type Times = Omit<Said, 'requests'>;

/** The whole excerpt for docs/loadgen.md. `conditions` are sentences on when, where and how. */
export function excerpt(measured: Measured, peers: readonly Peer[], conditions: readonly string[]): string {
  const { closed, open, stalled, stalls, even, targets } = measured;
  return [
    ...conditions,
    peerLines(peers, [closed, open, stalled]),
    'Closed loop, 64 connections, as fast as each can. Median (least..most) over rounds; ratios are of the same round.',
    costTable(closed, 'wrk'),
    abLine(closed, 'loadgen, io_uring', 'loadgen, epoll'),
    'Open loop, 10,000 requests/s. In clumps: the plan itself has the ten requests of a millisecond due at once.',
    costTable(open, 'oha'),
    abLine(open, 'loadgen, poisson, io_uring', 'loadgen, poisson, epoll'),
    'How the 10,000 requests of a second came in at a server: those within half a gap, 50 µs, of the one before, and the longest time without any. Of even ones 0 % are so close, of Poisson arrivals 39.3 %. Pauses of the server are in that time.',
    evenTable(even),
    'The stall: what each says of a server that stands still for 500 ms every 5 s, offered 5,000 requests/s.',
    stallTable(stalled, stalls),
    'What was demanded of this program.',
    targetTable(targets),
  ].join('\n\n');
}

const fixed = (value: number | null | undefined, digits: number): string =>
  value === null || value === undefined ? 'not told' : value.toFixed(digits);

function spread(value: Spread | null, digits: number): string {
  if (value === null) return 'not told';
  const [median, min, max] = [value.median, value.min, value.max].map((one) => one.toFixed(digits));
  return `${median} (${min}..${max})`;
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}

/** What each generator cost, the cheapest first. */
function costTable({ parts }: Rounds, against: string): string {
  const show = (name: string, digits: number, figure: (part: Part) => number | null): string =>
    spread(figureOf(parts, name, figure), digits);
  const costOf = (name: string): number => figureOf(parts, name, (part) => part.cpuUsPerRequest)?.median ?? 0;
  const names = [...new Set(parts.map((part) => part.name))].toSorted((a, b) => costOf(a) - costOf(b));
  const rows = names.map((name) => [
    name,
    show(name, 2, (part) => part.cpuUsPerRequest),
    spread(pairedRatio(parts, name, against), 2),
    show(name, 0, (part) => part.perSecond),
    show(name, 3, (part) => part.said.p50),
    show(name, 2, (part) => part.said.p99),
    fixed(figureOf(parts, name, (part) => part.peakMiB)?.max, 1),
    String(partsOf(parts, name).length),
  ]);
  const said = ['p50 it says, ms', 'p99 it says, ms'];
  return table(
    ['generator', 'CPU µs/request', `ratio to ${against}`, 'requests/s', ...said, 'peak MiB', 'rounds'],
    rows,
  );
}

function abLine({ parts }: Rounds, a: string, b: string): string {
  return `CPU a request of ${a} ÷ ${b}: ${spread(pairedRatio(parts, a, b), 2)}.`;
}

const cells = ({ p50, p90, p99, p999, max }: Times): readonly string[] =>
  [p50, p90, p99, p999, max].map((value) => fixed(value, 2));

function times(at: (share: number) => number): Times {
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99), p999: at(0.999), max: at(1) };
}

/** What each generator says of a stall, beside what is true. */
function stallTable({ parts }: Rounds, stalls: Stalls): string {
  const all = waits(stalls);
  const theory: readonly (readonly [string, Times])[] = [
    ['theory, the backlog gone at once', times((share) => waitAt(share, { ...stalls, drain: 0 }))],
    [`theory, r = ${stalls.drain.toFixed(3)}`, times((share) => waitAt(share, stalls))],
    ['the same, request by request', times((share) => exactWaitAt(share, all))],
  ];
  const said = parts.map((part) => [part.name, ...cells(part.said), String(part.said.requests)]);
  return table(
    ['', 'p50, ms', 'p90, ms', 'p99, ms', 'p99.9, ms', 'max, ms', 'answers'],
    [...theory.map(([name, one]) => [name, ...cells(one), '']), ...said],
  );
}

function evenTable(even: readonly Evenness[]): string {
  const rows = even.map(({ name, clumpedShare, longestMs }) => [
    name,
    (clumpedShare * 100).toFixed(1),
    longestMs.toFixed(1),
  ]);
  return table(['generator', 'in clumps, %', 'longest time without, ms'], rows);
}

function targetTable(targets: readonly Target[]): string {
  const rows = targets.map(({ what, figure, rule, held }) => [
    what,
    fixed(figure, 3),
    rule,
    held ? 'held' : '**missed**',
  ]);
  return table(['what', 'figure', 'rule', ''], rows);
}

/** Who took part and in which version; who did not, and why. */
function peerLines(peers: readonly Peer[], rounds: readonly Rounds[]): string {
  const lines = peers.map((peer) =>
    peer.kind === 'here' ? `- ${peer.name} ${peer.version}` : `- ${peer.name}: not measured, ${peer.reason}`,
  );
  const dropouts = rounds.flatMap((one) => one.dropouts);
  const lost = dropouts.map(({ name, reason }) => `- ${name} dropped out: ${reason.replaceAll('\n', ' ')}`);
  return [...lines, ...lost].join('\n');
}
