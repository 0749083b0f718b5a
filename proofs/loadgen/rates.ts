import type { OurResult } from '../../benches/loadgen/ours.ts';
import { ceiling, run, type Finding, type Proof } from './subject.ts';

const SHARES = [0.25, 0.5, 0.6];
const WITHIN = 0.001;
/** Enough that a machine's hiccup of a few ms does not occupy them all. */
const CONNECTIONS = ['--connections', '512'];
const BEYOND = 1.5;
const TRIES = 20;

/** What was planned is sent, answered and kept to within 0.1 % of the rate, up to 60 % of the ceiling. */
export const rates: Proof = {
  name: 'rates',
  async *findings(arena) {
    const most = await ceiling(arena, CONNECTIONS);
    for (const share of SHARES) {
      const rate = Math.round(most * share);
      const result = await run(arena, [
        '--rate',
        `${rate}/s`,
        '--arrivals',
        'constant',
        '--for',
        '30s',
        ...CONNECTIONS,
      ]);
      // A hiccup of the machine can occupy all connections; that is not the generator's doing, and its verdict says so.
      const ownFault = ['generator-limited', 'void'].includes(result.verdict);
      const off = Math.abs((result.achieved_per_s ?? Number.NaN) / rate - 1);
      yield {
        what: `${rate}/s, ${share * 100} % of the ceiling, over 30 s, 512 connections`,
        figure: `${(off * 100).toFixed(3)} % off, ${result.correct} of ${result.planned} correct, ${result.verdict}`,
        rule: 'at most 0.1 % off, all but 0.1 % of the plan correct, not generator-limited',
        held: off <= WITHIN && result.planned - result.correct <= result.planned * WITHIN && !ownFault,
      };
    }
  },
};

/** A rate that cannot be kept is never called valid, and the generator says that it was the limit. */
export const beyond: Proof = {
  name: 'beyond',
  async *findings(arena) {
    const rate = Math.round((await ceiling(arena)) * BEYOND);
    const verdicts: string[] = [];
    for (let seed = 1; seed <= TRIES; seed++) {
      verdicts.push((await run(arena, ['--rate', `${rate}/s`, '--for', '2s', '--seed', String(seed)])).verdict);
    }
    const limited = verdicts.filter((verdict) => verdict === 'generator-limited').length;
    const others = verdicts.filter((verdict) => verdict !== 'generator-limited');
    yield {
      what: `${rate}/s, ${BEYOND * 100} % of the ceiling`,
      figure: `generator-limited in ${limited} of ${TRIES} tries${others.length === 0 ? '' : `, else ${others.join(', ')}`}`,
      rule: `${TRIES} of ${TRIES}`,
      held: limited === TRIES,
    };
  },
};

/** Requests leave within 0.1 ms of their due time on a core of its own, asleep or polling until then. */
export const lag: Proof = {
  name: 'lag',
  async *findings(arena) {
    for (const spin of [[], ['--spin', '100us']]) {
      const result = await run(arena, ['--rate', '5000/s', '--for', '10s', ...spin]);
      const p99 = result.send_lag_us?.p99 ?? Number.NaN;
      yield {
        what: `send lag at 5000/s, ${spin.length === 0 ? 'without --spin' : spin.join(' ')}`,
        figure: `p50 ${result.send_lag_us?.p50?.toFixed(1)} µs, p99 ${p99.toFixed(1)} µs`,
        rule: 'p99 at most 100 µs',
        held: p99 <= 100,
      };
    }
  },
};

/** Ten thousand connections are held, used and accounted for. */
export const many: Proof = {
  name: 'many',
  async *findings(arena) {
    const result = await run(arena, ['--connections', '10000', '--rate', '5000/s', '--for', '10s']);
    yield booked('10,000 connections, 5000/s', result);
    const peakMiB = result.peak_memory_bytes / 2 ** 20;
    yield {
      what: 'memory at 10,000 connections',
      figure: `${peakMiB.toFixed(1)} MiB`,
      rule: 'at most 200 MiB',
      held: peakMiB <= 200,
    };
  },
};

function booked(what: string, result: OurResult): Finding {
  const { balanced, planned, correct, failed, verdict } = result;
  return {
    what,
    figure: `${correct} of ${planned} correct, ${failed} failed, books ${balanced ? 'balance' : 'do not balance'}, ${verdict}`,
    rule: 'all correct, books balance',
    held: balanced && planned > 0 && correct === planned,
  };
}
