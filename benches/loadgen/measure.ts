import type { Arena } from './arena.ts';
import { entrantOf, OFFERS_A_RATE, ours, oursInClumps, type Entrant } from './generators.ts';
import { evenness, type Evenness } from './evenness.ts';
import { flatness, longestSilence } from './own-properties.ts';
import type { Peer } from './peers.ts';
import { figureOf } from './ratios.ts';
import { playRounds, type Rounds } from './rounds.ts';
import { atMost, closedTargets, openTargets, stallTargets, type Target } from './targets.ts';
import { STALLS, type Stalls } from './theory.ts';

/** Rounds and seconds of each part. */
export interface Lengths {
  readonly closed: readonly [rounds: number, seconds: number];
  readonly open: readonly [rounds: number, seconds: number];
  readonly stall: number;
  readonly flat: number;
  readonly even: number;
}

export interface Measured {
  readonly closed: Rounds;
  readonly open: Rounds;
  readonly stalled: Rounds;
  readonly stalls: Stalls;
  readonly even: readonly Evenness[];
  readonly targets: readonly Target[];
}

export const OPEN_RATE = 10_000;
/** Of the run without a stall that shows what the p50 of the run with stalls should be. */
const FLOOR_SECONDS = 8;
/** Who keeps a sample of each request needs 8 bytes at the least. The seconds of a longer run are kept, packed, for good. */
const MOST_BYTES_EACH = 1;

/** Both ways beside the one that is chosen by itself: the A/B that says which should be. */
const WAYS = ['io_uring', 'epoll'];

export async function measure(
  arena: Arena,
  peers: readonly Peer[],
  { lengths, seed }: { readonly lengths: Lengths; readonly seed: number },
  announce: (line: string) => void,
): Promise<Measured> {
  const here = peers.flatMap((peer) => (peer.kind === 'here' ? [peer] : []));
  const able = here.filter(({ name }) => OFFERS_A_RATE.has(name));
  const asked = (some: typeof here): readonly Entrant[] => some.map((peer) => entrantOf(peer, arena.directory));
  const own = (way: string, ...options: readonly string[]): Entrant => ours(arena.loadgen, way, options);

  announce('closed loop');
  const [closedRounds, closedSeconds] = lengths.closed;
  const closedTask = { seconds: closedSeconds, perSecond: null, percentiles: false };
  const closedOwn = [own(''), ...WAYS.map((io) => own(io, '--io', io))];
  const closedOrder = { rounds: closedRounds, seed, task: closedTask, server: [] };
  const closed = await playRounds(arena, [...closedOwn, ...asked(here)], closedOrder, announce);

  announce(`open loop at ${OPEN_RATE}/s`);
  const [openRounds, openSeconds] = lengths.open;
  const openTask = { seconds: openSeconds, perSecond: OPEN_RATE, percentiles: false };
  const laws = [
    ...['poisson', 'constant'].map((law) => own(law, '--arrivals', law)),
    oursInClumps(arena.loadgen, arena.directory),
  ];
  const openOwn = [...laws, ...WAYS.map((io) => own(`poisson, ${io}`, '--arrivals', 'poisson', '--io', io))];
  const openOrder = { rounds: openRounds, seed: seed + 1, task: openTask, server: [] };
  const open = await playRounds(arena, [...openOwn, ...asked(able)], openOrder, announce);

  announce('stall oracle');
  const rate = figureOf(closed.parts, 'loadgen', (part) => part.perSecond)?.median;
  const stalls = { ...STALLS, seconds: lengths.stall, drain: rate === undefined ? 0 : STALLS.perSecond / rate };
  const free = able.flatMap((peer) => (peer.name === 'vegeta' ? [entrantOf(peer, arena.directory, true)] : []));
  const stalledOrder = {
    rounds: 1,
    seed: seed + 2,
    task: { seconds: stalls.seconds, perSecond: stalls.perSecond, percentiles: true },
    server: ['--stall', `${stalls.stallMs}ms`, '--stall-first', `${stalls.first}`, '--stall-every', `${stalls.every}`],
  };
  const stalledOwn = own('constant', '--arrivals', 'constant');
  const stalled = await playRounds(arena, [stalledOwn, ...asked(able), ...free], stalledOrder, announce);

  const floorTask = { ...stalledOrder.task, seconds: Math.min(stalls.seconds, FLOOR_SECONDS) };
  const floor = await playRounds(arena, [stalledOwn], { ...stalledOrder, task: floorTask, server: [] }, announce);

  announce('memory and evenness');
  const evenTask = { perSecond: OPEN_RATE, seconds: lengths.even };
  const even = await evenness(arena, [...laws, ...asked(able)], evenTask);
  const targets = [
    ...closedTargets(closed),
    ...openTargets(open, OPEN_RATE),
    ...stallTargets(stalled, floor, stalls),
    await silenceTarget(arena, 'constant', lengths.even),
    await silenceTarget(arena, 'poisson', lengths.even),
    await flatTarget(arena, lengths.flat),
  ];
  return { closed, open, stalled, stalls, even, targets };
}

async function silenceTarget(arena: Arena, law: 'constant' | 'poisson', seconds: number): Promise<Target> {
  const silence = await longestSilence(arena, law, OPEN_RATE, seconds);
  return atMost(`${OPEN_RATE}/s, ${law}: longest time without a sending, in ms`, silence, 10, ' ms');
}

async function flatTarget(arena: Arena, seconds: number): Promise<Target> {
  const { requests, peakMiB } = await flatness(arena, seconds);
  const [from, to] = peakMiB.map((mib) => mib.toFixed(2));
  const what = `memory of ${requests[1]} requests in place of ${requests[0]}, ${from} to ${to} MiB, in bytes for each one more`;
  const each = ((peakMiB[1] - peakMiB[0]) * 2 ** 20) / (requests[1] - requests[0]);
  return atMost(what, each, MOST_BYTES_EACH, ' B');
}
