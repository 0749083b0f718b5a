import type { Draws } from '../../src/thinking/estimate/draws.ts';

/**
 * How rounds scatter, in logs, beyond their truth. Each model is one way in which the assumptions of a method can fail; `sd` is the
 * scatter of one round in quiet times.
 */
export interface Noise {
  readonly id: string;
  readonly title: string;
  /** What the rounds of one run add to the logs of their truths: by block, then by place in the block's order. */
  readonly run: (draws: Draws, shape: Shape, sd: number) => readonly (readonly number[])[];
}

/** A run of so many blocks with so many rounds each. */
export interface Shape {
  readonly blocks: number;
  readonly rounds: number;
}

type Draw = (draws: Draws) => number;

/** Rounds that know nothing of each other. */
function independent(draw: Draw): Noise['run'] {
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
const wandering: Noise['run'] = (draws, { blocks, rounds }, sd) => {
  let speed = 0;
  return Array.from({ length: blocks }, () =>
    Array.from({ length: rounds }, () => {
      speed += 0.5 * sd * draws.normal();
      return speed + sd * draws.normal();
    }),
  );
};

/** Whoever runs later in a block is slower, by so many times the scatter for each place. */
function penalised(places: number): Noise['run'] {
  const scatter = independent(normal);
  return (draws, shape, sd) =>
    scatter(draws, shape, sd).map((block) => block.map((value, place) => value + places * sd * place));
}

export const NOISES: readonly Noise[] = [
  { id: 'normal', title: 'normal', run: independent(normal) },
  { id: 'contaminated', title: 'one round in ten six times as noisy', run: independent(contaminated) },
  { id: 'heavy', title: 'Student’s t, 2 degrees of freedom', run: independent(heavy) },
  { id: 'spiked', title: 'one-sided spikes', run: independent(spiked) },
  { id: 'wandering', title: 'the machine’s speed wanders', run: wandering },
  { id: 'penalised', title: 'each place in a block slower by half a scatter', run: penalised(0.5) },
];
