import { expect, test } from 'vitest';
import type { Scatter } from '../noise/noise.ts';
import { noiseLines } from './words-of-noise.ts';

const scatter = (scenario: string, metric: Scatter['metric'], sd: number): Scatter => ({
  atEqualSpeed: scenario === 'jwt-mysql',
  measuredSd: sd,
  scenario,
  contender: 'node-fastify',
  metric,
  sd,
  low: sd / 2,
  high: sd * 2,
  blocks: 12,
});

test('a run’s noise is told for each scenario, in its primary metrics', () => {
  expect(
    noiseLines([
      scatter('json', 'cpu-per-request', 0.042),
      scatter('json', 'peak-cpu-per-request', 0.08),
      scatter('json', 'p99', 0.5),
      scatter('jwt-mysql', 'cpu-per-request', 0.02),
    ]),
  ).toEqual([
    'on json, node-fastify against itself: CPU per request at the common rate scatters by 4.2 % a block (2.1 % to 8.4 %); CPU per request at saturation scatters by 8 % a block (4 % to 16 %)',
    'on jwt-mysql, node-fastify against itself: CPU per request at the common rate scatters by 2 % a block at equal speeds (1 % to 4 %)',
  ]);
  expect(noiseLines([])).toEqual([]);
});
