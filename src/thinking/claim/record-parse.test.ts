import { expect, it } from 'vitest';
import { readFootprints } from './footprint-record-parse.ts';
import { readMistakes } from './mistakes-record-parse.ts';
import { readResult } from './record-parse.ts';

function verdict(kind: string, word = 'better') {
  return {
    scenario: 'json',
    metric: 'peak-rate',
    contender: 'go',
    against: 'node',
    verdict: word,
    ratio: 2,
    low: 1.9,
    high: 2.1,
    level: 0.95,
    n: 12,
    reason: 'a sentence',
    reason_kind: kind,
  };
}

function result(changes: object = {}): object {
  return {
    schema: 'bakeoff/result@1',
    run: 'r-20261128-150948-7',
    seed: 7,
    complete: true,
    profile: { name: 'quick' },
    machine: { fingerprint: '3daefc40c71c3711', cpu: 'EPYC', cores: 2, kernel: 'Linux 6.18' },
    contenders: [{ id: 'node' }, { id: 'go' }],
    scenarios: [{ id: 'json', blocks: { planned: 12, done: 12 } }],
    verdicts: [verdict('interval-clear-of-one')],
    pairs: [],
    summaries: [
      { scenario: 'json', contender: 'node', metric: 'p99', unit: 'ms', median: 4 },
      { scenario: 'json', contender: 'go', metric: 'p99', unit: 'ms', median: null },
      { scenario: 'json', contender: 'placebo', metric: 'p99', unit: 'ms', median: 4 },
    ],
    refused: null,
    ...changes,
  };
}

function refusedOf(changes: object): unknown {
  const read = readResult(result(changes), false);
  return read.ok ? read.value.refused : read.problem;
}

const figure = (value: number | null, low: number | null, high: number | null, n: number | null) => ({
  value,
  low,
  high,
  n,
});

const stopped = (stage: string, beyondDefaults = false) => ({ kind: 'stopped', stage, beyondDefaults });

function comparisonsOf(changes: object): unknown {
  const read = readResult(result(changes), false);
  return read.ok ? read.value.comparisons.map(({ ratio, same }) => [ratio, same]) : read.problem;
}

it('reads who ran where, when and how, also of a run from before sittings were told', () => {
  const read = readResult(result(), true);
  expect(read).toMatchObject({
    ok: true,
    value: {
      seen: { date: '2026-11-28', machine: 'EPYC, 2 cores, Linux 6.18', here: true },
      command: 'bakeoff run node go --scenario json --profile quick --blocks 12 --seed 7',
      refused: null,
      cells: [{ scenario: 'json', blocks: 12, contenders: ['node', 'go'] }],
      medians: [
        { contender: 'node', median: 4 },
        { contender: 'placebo', median: 4 },
      ],
    },
  });
});

it.each([
  'bound-by',
  'order-never-changed',
  'too-few-blocks',
  'difference-near-floor',
  'sittings-apart',
  'intervals-disagree',
])('has no number where the run has a ratio and does not take it for one: %s', (kind) => {
  expect(comparisonsOf({ verdicts: [verdict(kind, 'undecided')] })).toEqual([[null, false]]);
});

it('keeps the interval of what is undecided only since it is wide, and knows what is equivalent', () => {
  expect(comparisonsOf({ verdicts: [verdict('interval-too-wide', 'undecided')] })).toEqual([[2, false]]);
  expect(comparisonsOf({ verdicts: [verdict('interval-inside-margin', 'equivalent')] })).toEqual([[2, true]]);
});

it('takes no say from a run that was refused or is not finished, nor from the placebo', () => {
  expect(refusedOf({ refused: { reason: 'busy' } })).toBe('busy');
  expect(refusedOf({ complete: false })).toBe('r-20261128-150948-7 is not finished');
  expect(comparisonsOf({ verdicts: [{ ...verdict('interval-clear-of-one'), contender: 'placebo' }] })).toEqual([]);
});

it('finds the most connections that were held in all rounds, and the room that more cores made', () => {
  const scenarios = [
    {
      id: 'slow',
      blocks: { planned: 12, done: 12 },
      held: [
        {
          contender: 'go',
          rounds: 12,
          steps: [
            { connections: 100, fallen_rounds: 0 },
            { connections: 1000, fallen_rounds: 0 },
            { connections: 10_000, fallen_rounds: 2 },
          ],
        },
      ],
      scalings: [{ contender: 'go@2', cores: 2, room: 1.7, verdicts: [verdict('interval-clear-of-one')] }],
    },
  ];
  const read = readResult(result({ scenarios }), false);
  expect(read).toMatchObject({
    ok: true,
    value: {
      held: [{ scenario: 'slow', contender: 'go', most: 1000, asked: 10_000 }],
      growths: [{ contender: 'go@2', room: 1.7, peakRate: { ratio: 2 } }],
    },
  });
});

it('reads footprints: what is not known is left out, what was counted once has no range', () => {
  const read = readFootprints(
    {
      schema: 'bakeoff/footprint@1',
      taken_at: '2026-11-28T20:07:21.378Z',
      machine: { fingerprint: '3daefc40', cpu: 'EPYC', cores: 2, kernel: 'Linux' },
      contenders: [
        {
          contender: 'go',
          figures: {
            start: figure(20, 19, 22, 20),
            image: figure(1000, null, null, 1),
            advisories: figure(null, null, null, null),
          },
        },
      ],
    },
    false,
  );
  expect(read).toMatchObject({
    ok: true,
    value: {
      values: [
        { figure: 'start', value: 20, low: 19, high: 22, n: 20 },
        { figure: 'image', value: 1000, low: 1000, high: 1000, n: null },
      ],
    },
  });
});

it('counts a rule that is off unless asked for as no linter of the toolchain', () => {
  const seen = {
    javascript: { kind: 'never' },
    typescript: stopped('lint', true),
    go: stopped('race'),
    rust: stopped('build'),
  };
  const read = readMistakes({ schema: 'bakeoff/mistakes@1', made: '2026-11-28', mistakes: [{ id: 'a', seen }] });
  expect(read).toMatchObject({
    ok: true,
    value: { mistakes: [{ seen: { javascript: 'never', typescript: 'elsewhere', go: 'elsewhere', rust: 'build' } }] },
  });
});

it('says what is wrong with a document', () => {
  expect(readResult({ schema: 'bakeoff/result@1' }, false)).toMatchObject({ ok: false });
  expect(readFootprints({}, false)).toMatchObject({ ok: false });
  expect(readMistakes(null)).toMatchObject({ ok: false });
});
