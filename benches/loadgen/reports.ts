import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Ran } from './arena.ts';
import { ourResult } from './ours.ts';
import type { PeerName } from './peers.ts';

/** What a generator says of its own run. Null: it does not say. Times in ms. */
export interface Said {
  readonly requests: number;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
  readonly p999: number | null;
  readonly max: number | null;
}

type Reader = (ran: Ran, directory: string) => Said;

const number = z.number().nullable().default(null);
const oha = z.object({
  statusCodeDistribution: z.record(z.string(), z.number()),
  latencyPercentiles: z.object({ p50: number, p90: number, p99: number, 'p99.9': number }),
  summary: z.object({ slowest: number }),
});
const k6 = z.object({
  http_reqs: z.object({ values: z.object({ count: z.number() }) }),
  http_req_duration: z.object({
    values: z.object({ 'p(50)': number, 'p(90)': number, 'p(99)': number, 'p(99.9)': number, max: number }),
  }),
});
const autocannon = z.object({
  '2xx': z.number(),
  latency: z.object({ p50: number, p90: number, p99: number, p99_9: number, max: number }),
});

/** One reader a generator, for the versions that were looked at; a report that does not fit is an error, never a guess. */
export const readers: Readonly<Record<PeerName | 'loadgen', Reader>> = {
  loadgen: (ran) => {
    const { correct, response_ms, service_ms } = ourResult(ran);
    const times = response_ms ?? service_ms;
    const { p50 = null, p90 = null, p99 = null, p99_9: p999 = null, max = null } = times ?? {};
    return { requests: correct, p50, p90, p99, p999, max };
  },
  wrk: ({ output }) => ({
    requests: count(output, /(\d+) requests in /u),
    p50: time(output, /50%\s+([\d.]+)(us|ms|s)/u),
    p90: time(output, /90%\s+([\d.]+)(us|ms|s)/u),
    p99: time(output, /99%\s+([\d.]+)(us|ms|s)/u),
    p999: null,
    max: time(output, /Latency\s+\S+\s+\S+\s+([\d.]+)(us|ms|s)/u),
  }),
  h2load: ({ output }, directory) => ({
    ...h2loadTimes(output, directory),
    requests: count(output, /(\d+) succeeded/u),
  }),
  oha: ({ output }) => {
    const { statusCodeDistribution, latencyPercentiles: at, summary } = oha.parse(JSON.parse(output));
    return {
      requests: statusCodeDistribution['200'] ?? 0,
      p50: inMs(at.p50),
      p90: inMs(at.p90),
      p99: inMs(at.p99),
      p999: inMs(at['p99.9']),
      max: inMs(summary.slowest),
    };
  },
  k6: ({ output }) => {
    const { http_reqs, http_req_duration } = k6.parse(JSON.parse(output));
    const at = http_req_duration.values;
    const times = { p50: at['p(50)'], p90: at['p(90)'], p99: at['p(99)'], p999: at['p(99.9)'], max: at.max };
    return { requests: http_reqs.values.count, ...times };
  },
  // Its second command prints the whole distribution: value in ms, share, count of requests up to there.
  vegeta: ({ output }) => {
    const rows = output.split('\n').flatMap((line) => {
      const [value, share, total] = line.trim().split(/\s+/u).map(Number);
      return value === undefined || share === undefined || total === undefined || Number.isNaN(value)
        ? []
        : [{ value, share, total }];
    });
    const last = rows.at(-1);
    if (last === undefined) throw new Error('vegeta reported nothing');
    const at = (share: number): number | null => rows.find((row) => row.share >= share)?.value ?? null;
    return { requests: last.total, p50: at(0.5), p90: at(0.9), p99: at(0.99), p999: at(0.999), max: last.value };
  },
  hey: ({ output }) => ({
    requests: count(output, /\[200\]\s+(\d+) responses/u),
    p50: time(output, /50%+ in ([\d.]+) (s)ecs/u),
    p90: time(output, /90%+ in ([\d.]+) (s)ecs/u),
    p99: time(output, /99%+ in ([\d.]+) (s)ecs/u),
    p999: null,
    max: time(output, /Slowest:\s+([\d.]+) (s)ecs/u),
  }),
  autocannon: ({ output }) => {
    const { '2xx': requests, latency } = autocannon.parse(JSON.parse(output));
    return { requests, ...latency, p999: latency.p99_9 };
  },
};

const MS = { us: 0.001, ms: 1, s: 1000 } as const;

function inMs(seconds: number | null): number | null {
  return seconds === null ? null : seconds * 1000;
}

function count(output: string, pattern: RegExp): number {
  const found = pattern.exec(output)?.[1];
  if (found === undefined) throw new Error(`no ${pattern.source} in: ${output.slice(-500)}`);
  return Number(found);
}

function time(output: string, pattern: RegExp): number | null {
  const [, value, unit] = pattern.exec(output) ?? [];
  return value === undefined || (unit !== 'us' && unit !== 'ms' && unit !== 's') ? null : Number(value) * MS[unit];
}

/** Its log: start in µs, status, µs to the answer's end. It is asked for one where percentiles are what is looked for. */
function h2loadTimes(output: string, directory: string): Omit<Said, 'requests'> {
  const max = time(output, /time for request:\s+\S+\s+([\d.]+)(us|ms|s)/u);
  const log = join(directory, 'h2load.log');
  if (!existsSync(log)) return { p50: null, p90: null, p99: null, p999: null, max };
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
  rmSync(log);
  const took = Float64Array.from(lines, (line) => Number(line.split('\t')[2])).toSorted();
  const at = (share: number): number | null => {
    const us = took[Math.ceil(share * took.length) - 1];
    return us === undefined ? null : us / 1000;
  };
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99), p999: at(0.999), max };
}
