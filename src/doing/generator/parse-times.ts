import { z } from 'zod';
import type { Percentiles } from '../../thinking/measurement/phase.ts';

export const percentile = z.number().nullable();

/** Percentiles as the generator writes them; what stands beside them is let pass. */
export const percentiles = z.object({
  p50: percentile,
  p90: percentile,
  p99: percentile,
  p99_9: percentile,
  max: percentile,
});

/** Of a phase in which nothing was answered. */
export const NONE: Percentiles = { p50: null, p90: null, p99: null, p99_9: null, max: null };
