import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';

import { METRICS } from '../measurement/metric.ts';
import { DEFAULT_MARGINS } from './defaults.ts';
import { PROFILES } from './profiles.ts';
import { configJsonSchema } from './schema.ts';

const validate = new Ajv2020().compile(configJsonSchema());

test('the published schema takes what INTERFACE.md shows', () => {
  expect(
    validate({
      name: 'the article, put to the test',
      baseline: 'node-fastify',
      contenders: [
        'node-fastify',
        { name: 'mine', dir: './service', language: 'node', start: ['node', 'server.js'], ready: { get: '/health' } },
      ],
      scenarios: ['json', { id: 'own', question: 'Why?' }],
      profile: 'quick',
      cores: { contender: [0], rest: [1] },
      objective: { p99: '50 ms', errors: '0.1 %' },
      margin: { 'cpu-per-request': '5 %', 'p99.9': '20 %' },
    }),
  ).toBe(true);
});

test('keys with defaults may be absent', () => {
  expect(validate({ contenders: ['a'], scenarios: ['s'] })).toBe(true);
});

const UNFIT: readonly (readonly [object, string])[] = [
  [{ contenders: ['a'] }, 'no scenarios'],
  [{ contenders: ['a'], scenarios: ['s'], profil: 'quick' }, 'an unknown key'],
  [{ contenders: ['a'], scenarios: ['s'], profile: 'quik' }, 'an unknown profile'],
  [{ contenders: ['a'], scenarios: ['s'], objective: { p99: 50 } }, 'a bare number'],
  [{ contenders: [{ name: 'x', language: 'go', start: './x' }], scenarios: ['s'] }, 'a command that is no list'],
];

test.each(UNFIT)('the published schema refuses %j: %s', (config) => {
  expect(validate(config)).toBe(false);
});

test('every metric has a margin', () => {
  expect(Object.keys(DEFAULT_MARGINS).toSorted()).toEqual(METRICS.map(({ id }) => id).toSorted());
});

test('the profiles are those of INTERFACE.md', () => {
  const rows = Object.entries(PROFILES).map(([name, p]) => [
    name,
    p.name,
    p.looks.map((look) => look.blocks),
    p.warmUpMs,
    p.steadyMs,
    p.peakMs,
    p.further === null ? null : [p.further.phaseMs, p.further.searches],
    p.pilotS,
    p.alpha,
  ]);
  expect(rows).toEqual([
    ['smoke', 'smoke', [6], 500, 1000, 500, null, 3, 0.001],
    ['quick', 'quick', [12], 1000, 2500, 1500, null, 8, 0.05],
    ['standard', 'standard', [12, 16, 20, 28], 2000, 5000, 3000, [2500, 6], 12, 0.05],
    ['rigorous', 'rigorous', [12, 16, 20, 28, 40], 3000, 10_000, 5000, [5000, 8], 20, 0.05],
  ]);
});
