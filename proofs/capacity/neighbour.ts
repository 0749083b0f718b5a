import { setTimeout as sleep } from 'node:timers/promises';
import { seededDraws } from '../../src/thinking/estimate/draws.ts';

/**
 * A program that takes its core for bursts of 2 s at random moments until it is ended. The pauses between them are exponential, so that no
 * attempt can fall in step with them; with a mean of 8 s it is at work for a fifth of the time. `node neighbour.ts SEED`
 */
const BURST_MS = 2000;
const MEAN_PAUSE_MS = 8000;

const draws = seededDraws(Number(process.argv[2]));
for (;;) {
  await sleep(-MEAN_PAUSE_MS * Math.log(1 - draws.uniform()));
  const until = performance.now() + BURST_MS;
  while (performance.now() < until) draws.uniform();
}
