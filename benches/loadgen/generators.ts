import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ran } from './arena.ts';
import type { Peer, PeerName } from './peers.ts';
import { readers, type Said } from './reports.ts';

/** What is asked of a generator, over 64 connections. */
export interface Task {
  readonly url: string;
  readonly seconds: number;
  /** Null: as fast as it can. */
  readonly perSecond: number | null;
  /** Its percentiles are what is looked for, whatever they cost it. */
  readonly percentiles: boolean;
}

/** One row of the tables: a generator, the way it is started, and how its report is read. */
export interface Entrant {
  readonly name: string;
  argv(task: Task): readonly [string, ...string[]];
  read(ran: Ran): Said;
  /** A step after the run that makes the report; not measured, so to the advantage of who needs it. */
  readonly after: readonly [string, ...string[]] | null;
}

export const CONNECTIONS = 64;

/** Ours; `way` is put into the name, and stands for the options given. */
export function ours(loadgen: string, way: string, options: readonly string[]): Entrant {
  return own(loadgen, way, ({ perSecond }) => [
    ...(perSecond === null ? ['--closed'] : ['--rate', `${perSecond}/s`]),
    ...options,
  ]);
}

export const CLUMPED = 'in clumps';

/** Ours on a plan that is in clumps itself: the requests of a millisecond are all due at its beginning, as oha's timer has them. */
export function oursInClumps(loadgen: string, directory: string): Entrant {
  return own(loadgen, CLUMPED, ({ seconds, perSecond }) => {
    const offsets = join(directory, 'clumps.txt');
    const due = Array.from({ length: seconds * (perSecond ?? 0) }, (_, k) => Math.floor((k * 1000) / (perSecond ?? 1)));
    writeFileSync(offsets, due.map((ms) => `${ms * 1e6}\n`).join(''));
    return ['--replay', offsets];
  });
}

function own(loadgen: string, way: string, load: (task: Task) => readonly string[]): Entrant {
  return {
    name: way === '' ? 'loadgen' : `loadgen, ${way}`,
    argv: (task) => {
      const rest = ['--connections', String(CONNECTIONS), '--for', `${task.seconds}s`, '--json'];
      return [loadgen, task.url, ...load(task), ...rest];
    },
    read: (ran) => readers.loadgen(ran, ''),
    after: null,
  };
}

/** How a peer is asked; `free` lets vegeta open as many connections as it likes, the only way in which it keeps its rate. */
export function entrantOf(peer: Peer & { readonly kind: 'here' }, directory: string, free = false): Entrant {
  const { name, program } = peer;
  return {
    name: free ? `${name}, connections unlimited` : name,
    argv: (task) => [program, ...WORDS[name](task, directory, free)],
    read: (ran) => readers[name](ran, directory),
    after: name === 'vegeta' ? [program, 'report', '-type', 'hdrplot', join(directory, 'vegeta.bin')] : null,
  };
}

/** Who can offer a rate at all; the others stand in the closed loop only. */
export const OFFERS_A_RATE: ReadonlySet<PeerName> = new Set(['h2load', 'oha', 'k6', 'vegeta', 'hey', 'autocannon']);

/** The words after the program's name. Options beyond the task only take away what would make a peer slower or dearer. */
const WORDS: Readonly<Record<PeerName, (task: Task, directory: string, free: boolean) => readonly string[]>> = {
  wrk: ({ url, seconds }) => ['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '--latency', url],
  // Its report has no percentiles; the log of all its requests has, and costs.
  h2load: ({ url, seconds, perSecond, percentiles }, directory) => [
    '--h1',
    '-t',
    '1',
    '-c',
    String(CONNECTIONS),
    '-D',
    String(seconds),
    ...(perSecond === null ? [] : ['--rps', String(perSecond / CONNECTIONS)]),
    ...(percentiles ? ['--log-file', join(directory, 'h2load.log')] : []),
    url,
  ],
  oha: ({ url, seconds, perSecond }) => [
    '--no-tui',
    '--output-format',
    'json',
    '-c',
    String(CONNECTIONS),
    '-z',
    `${seconds}s`,
    ...(perSecond === null ? [] : ['-q', String(perSecond), '--latency-correction']),
    url,
  ],
  k6: (task, directory) => {
    const script = join(directory, 'k6.js');
    writeFileSync(script, k6Script(task));
    return ['run', '--quiet', '--no-color', '--no-usage-report', script];
  },
  vegeta: ({ url, seconds, perSecond }, directory, free) => {
    const targets = join(directory, 'vegeta.targets');
    writeFileSync(targets, `GET ${url}\n`);
    const limit = free ? [] : ['-max-workers', String(CONNECTIONS), '-max-connections', String(CONNECTIONS)];
    return [
      'attack',
      '-targets',
      targets,
      '-output',
      join(directory, 'vegeta.bin'),
      '-duration',
      `${seconds}s`,
      '-rate',
      String(perSecond ?? 0),
      '-workers',
      String(CONNECTIONS),
      '-max-body',
      '0',
      ...limit,
    ];
  },
  hey: ({ url, seconds, perSecond }) => [
    '-z',
    `${seconds}s`,
    '-c',
    String(CONNECTIONS),
    ...(perSecond === null ? [] : ['-q', String(perSecond / CONNECTIONS)]),
    url,
  ],
  autocannon: ({ url, seconds, perSecond }) => [
    '--json',
    '--no-progress',
    '-c',
    String(CONNECTIONS),
    '-d',
    String(seconds),
    ...(perSecond === null ? [] : ['-R', String(perSecond)]),
    url,
  ],
};

function k6Script({ url, seconds, perSecond }: Task): string {
  const limits = { vus: CONNECTIONS, duration: `${seconds}s` };
  const scenario =
    perSecond === null
      ? { executor: 'constant-vus', ...limits }
      : {
          executor: 'constant-arrival-rate',
          rate: perSecond,
          timeUnit: '1s',
          duration: limits.duration,
          preAllocatedVUs: CONNECTIONS,
          maxVUs: CONNECTIONS,
        };
  const options = {
    discardResponseBodies: true,
    summaryTrendStats: ['p(50)', 'p(90)', 'p(99)', 'p(99.9)', 'max'],
    scenarios: { load: { ...scenario, gracefulStop: '1s' } },
  };
  return [
    "import http from 'k6/http';",
    `export const options = ${JSON.stringify(options)};`,
    `export default function () { http.get(${JSON.stringify(url)}); }`,
    'export function handleSummary(data) { return { stdout: JSON.stringify(data.metrics) }; }',
    '',
  ].join('\n');
}
