import { z } from 'zod';
import type { PhaseSecond, SecondCell } from './generator.ts';
import { percentile } from './parse-times.ts';

const count = z.number().int().nonnegative();

const cell = z.object({
  outcome: z.enum(['correct', 'wrong', 'failed', 'shed', 'unfinished']),
  count,
  response: z.string().nullable(),
});

/** A second of a phase, as the generator tells it. */
export const second = z
  .object({ second: count, correct: count, p50_ms: percentile, p99_ms: percentile, cells: z.array(cell) })
  .transform(({ p50_ms: p50Ms, p99_ms: p99Ms, cells, ...counted }): PhaseSecond => {
    return { ...counted, p50Ms, p99Ms, cells: cells.map((one): SecondCell => one) };
  });
