import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Arena } from '../../benches/loadgen/arena.ts';
import { openPlan } from '../../benches/loadgen/own-properties.ts';
import { openRecorder } from '../../benches/loadgen/recorder.ts';
import { boundAtOnePercent, distance } from './kolmogorov.ts';
import { runAt, SERVER_CORE, type Finding, type Proof } from './subject.ts';

const RATES = [1000, 10_000, 50_000];
const DRAWN = 100_000;
/** Seen from outside, at a rate at which Node itself keeps up; fewer, since its own lateness shows in the short gaps. */
const SEEN_RATE = 1000;
const SEEN_SECONDS = 4;
const SEEN_SEEDS = [1, 2, 3];

/** The gaps of a Poisson plan follow the exponential law: as drawn, and as a server sees the requests come. */
export const arrivals: Proof = {
  name: 'arrivals',
  async *findings(arena) {
    // A seed each: one and the same would be three times the same draw.
    for (const [seed, rate] of RATES.entries()) {
      yield judged(`gaps drawn at ${rate}/s`, await drawn(arena, rate, seed + 1), 1e9 / rate);
    }
    for (const seed of SEEN_SEEDS) {
      yield judged(`gaps seen by a server at ${SEEN_RATE}/s, seed ${seed}`, await seen(arena, seed), 1e9 / SEEN_RATE);
    }
  },
};

function judged(what: string, gaps: Float64Array, meanNs: number): Finding {
  const [found, bound] = [distance(gaps, meanNs), boundAtOnePercent(gaps.length)];
  const figure = `distance ${found.toFixed(4)} over ${gaps.length} gaps`;
  return { what, figure, rule: `at most ${bound.toFixed(4)} (1 %)`, held: found <= bound };
}

function gapsOf(times: readonly number[]): Float64Array {
  return Float64Array.from(times.slice(1), (time, index) => time - (times[index] ?? Number.NaN));
}

async function drawn(arena: Arena, rate: number, seed: number): Promise<Float64Array> {
  const plan = join(arena.directory, 'arrivals.json');
  const seconds = Math.ceil((DRAWN / rate) * 1.1);
  writeFileSync(plan, JSON.stringify(openPlan('http://127.0.0.1:1/', 'poisson', rate, seconds, { seed })));
  const { output } = await arena.run(
    [arena.loadgen, 'draws', '--plan', plan, '--phase', 'steady', '--count', String(DRAWN)],
    null,
  );
  const dues = output.split('\n').map((line) => Number(line.split(' ')[1]));
  if (dues.length !== DRAWN) throw new Error(`${dues.length} draws, ${DRAWN} asked for`);
  return gapsOf(dues);
}

async function seen(arena: Arena, seed: number): Promise<Float64Array> {
  const recorder = await openRecorder(SERVER_CORE);
  try {
    const load = ['--rate', `${SEEN_RATE}/s`, '--for', `${SEEN_SECONDS}s`, '--seed', String(seed)];
    const { planned } = await runAt(arena, recorder, load);
    if (recorder.times.length !== planned) {
      throw new Error(`${recorder.times.length} requests came, ${planned} were planned`);
    }
    return gapsOf(recorder.times);
  } finally {
    recorder.close();
  }
}
