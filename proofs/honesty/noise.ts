import type { Draws } from '../../src/thinking/estimate/draws.ts';

/**
 * How rounds scatter, in logs, beyond their truth. Each model is one way in which the assumptions of a method can fail; `sd` is the
 * scatter of one round in quiet times.
 */
export interface Noise {
  readonly id: string;
  readonly title: string;
  /** What the rounds of one run add to the logs of their truths: by block, then by place in the block's order. */
  readonly run: (draws: Draws, shape: Shape, sd: number) => readonly (readonly Added[])[];
  /** How much of the core's slowness a contender's cost takes on, in logs: 1 is as much as the watched work does. */
  readonly slope: number;
}

/** What a round adds for whoever runs then, and how slow the core is, in logs: in truth, and as it is watched. */
export interface Added {
  readonly log: number;
  readonly slow: number;
  readonly watched: number | null;
}

/** A run of so many blocks with so many rounds each. */
export interface Shape {
  readonly blocks: number;
  readonly rounds: number;
}

type Draw = (draws: Draws) => number;

/** What the rounds of one run add, with nobody watching the core. */
type Scatter = (draws: Draws, shape: Shape, sd: number) => readonly (readonly number[])[];

/** Rounds that know nothing of each other. */
function independent(draw: Draw): Scatter {
  return (draws, { blocks, rounds }, sd) =>
    Array.from({ length: blocks }, () => Array.from({ length: rounds }, () => sd * draw(draws)));
}

const normal: Draw = (draws) => draws.normal();

/** One round in ten is six times as noisy: a neighbour that comes and goes. */
const contaminated: Draw = (draws) => (draws.uniform() < 0.1 ? 6 : 1) * draws.normal();

/** Student's t with two degrees of freedom, whose variance is infinite: a normal over the root of an exponential. */
const heavy: Draw = (draws) => draws.normal() / Math.sqrt(-Math.log(1 - draws.uniform()));

/** Mostly quiet, now and then much slower and never faster: a one-sided tail. */
const spiked: Draw = (draws) => 0.5 * draws.normal() + (draws.uniform() < 0.2 ? -3 * Math.log(1 - draws.uniform()) : 0);

/** The machine's own speed wanders from round to round, and with it whoever runs then; on top the usual scatter. */
const wandering: Scatter = (draws, { blocks, rounds }, sd) => {
  let speed = 0;
  return Array.from({ length: blocks }, () =>
    Array.from({ length: rounds }, () => {
      speed += 0.5 * sd * draws.normal();
      return speed + sd * draws.normal();
    }),
  );
};

/** Whoever runs later in a block is slower, by so many times the scatter for each place. */
function penalised(places: number): Scatter {
  const scatter = independent(normal);
  return (draws, shape, sd) =>
    scatter(draws, shape, sd).map((block) => block.map((value, place) => value + places * sd * place));
}

/** How much longer the watched work takes beside a stranger on the other thread of the core, in logs, as seen: 7 µs and 12. */
const BESIDE_STRANGER = 0.55;
/** A watch that looks for some seconds only is off by so much. */
const WATCH_ERROR = 0.01;

/**
 * A stranger on the same physical core, who is there for a share of each round that wanders from round to round; it is watched, and
 * the usual scatter is on top.
 */
const strange: Noise['run'] = (draws, { blocks, rounds }, sd) => {
  let busy = draws.uniform();
  return Array.from({ length: blocks }, () =>
    Array.from({ length: rounds }, () => {
      busy = draws.uniform() < 0.5 ? draws.uniform() : busy;
      const slow = BESIDE_STRANGER * busy;
      return { log: sd * draws.normal(), slow, watched: slow + WATCH_ERROR * draws.normal() };
    }),
  );
};

/** Without a watch: the model's scatter alone. */
function unwatched(scatter: Scatter): Noise['run'] {
  return (draws, shape, sd) =>
    scatter(draws, shape, sd).map((block) => block.map((log) => ({ log, slow: 0, watched: null })));
}

const model = (id: string, title: string, scatter: Scatter): Noise => ({
  id,
  title,
  run: unwatched(scatter),
  slope: 0,
});

export const NOISES: readonly Noise[] = [
  model('normal', 'normal', independent(normal)),
  model('contaminated', 'one round in ten six times as noisy', independent(contaminated)),
  model('heavy', 'Student’s t, 2 degrees of freedom', independent(heavy)),
  model('spiked', 'one-sided spikes', independent(spiked)),
  model('wandering', 'the machine’s speed wanders', wandering),
  model('penalised', 'each place in a block slower by half a scatter', penalised(0.5)),
  { id: 'strange', title: 'a stranger on the core, which is watched', run: strange, slope: 1.3 },
  { id: 'watched', title: 'the core is watched, and its speed moves nothing', run: strange, slope: 0 },
];
