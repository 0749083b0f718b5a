import { run, type Finding, type Proof } from './subject.ts';

const DELAYS_MS = [1, 10, 100];
/** 1,000/s with answers after 0.1 s keep 100 connections busy on average; the Poisson peaks need some more. */
const LOAD = ['--rate', '1000/s', '--connections', '256', '--for', '10s'];
const WITHIN_MS = 0.1;

/** Ground truth: a server that holds each answer back for d has a p50 of d and the floor, which is that without a delay. */
export const delays: Proof = {
  name: 'delays',
  async *findings(arena) {
    const floor = (await run(arena, LOAD)).response_ms?.p50 ?? Number.NaN;
    for (const delay of DELAYS_MS) {
      const p50 = (await run(arena, LOAD, { server: ['--delay', `${delay}ms`] })).response_ms?.p50 ?? Number.NaN;
      const off = p50 - delay - floor;
      yield {
        what: `p50 at a delay of ${delay} ms`,
        figure: `${p50.toFixed(3)} ms, floor ${floor.toFixed(3)} ms, off by ${off.toFixed(3)} ms`,
        rule: `within ${WITHIN_MS} ms`,
        held: Math.abs(off) <= WITHIN_MS,
      } satisfies Finding;
    }
  },
};
