import { expect, test } from 'vitest';

import type { Refusal, Verdict, VerdictReason } from '../verdict/verdict.ts';
import { reasonText, refusalText } from './words-of-verdict.ts';

const verdict = (reason: VerdictReason, changes: Partial<Verdict> = {}): Verdict => ({
  scenario: 'json',
  metric: 'cpu-per-request',
  contender: 'go-nethttp',
  against: 'node-fastify',
  verdict: 'undecided',
  ratio: 0.41,
  low: 0.39,
  high: 0.43,
  level: 0.95,
  family: 1,
  alone: { low: 0.39, high: 0.43, level: 0.95 },
  rank: null,
  sittings: [0.41],
  atEqualSpeed: true,
  n: 12,
  margin: 0.05,
  reason,
  cautions: [],
  ...changes,
});

const REASONS: readonly VerdictReason[] = [
  { kind: 'interval-clear-of-one', p: 0.01 },
  { kind: 'sittings-apart', sittings: 3, low: 0.38, high: 0.47 },
  { kind: 'interval-inside-margin', negligibleDifference: false, level: 0.9, floorMs: null },
  { kind: 'interval-inside-margin', negligibleDifference: true, level: 0.9, floorMs: null },
  { kind: 'interval-inside-margin', negligibleDifference: true, level: 0.9, floorMs: 0.2 },
  { kind: 'interval-too-wide', smallestSeen: 0.082, blocksNeeded: 31 },
  { kind: 'interval-too-wide', smallestSeen: 2.5, blocksNeeded: null },
  { kind: 'intervals-disagree', low: 0.99, high: 1.21 },
  { kind: 'difference-near-floor', floorMs: 1, blocksNeeded: 20 },
  { kind: 'not-sure-enough', of: 'difference', p: 0.12, asked: 0.05, family: 6, blocksNeeded: 24 },
  { kind: 'not-sure-enough', of: 'equivalence', p: 0.002, asked: 0.001, family: 1, blocksNeeded: null },
  { kind: 'too-few-blocks', n: 1, needed: 4 },
  { kind: 'too-few-blocks', n: 3, needed: 4 },
  { kind: 'order-never-changed', places: 1, n: 4 },
  { kind: 'order-never-changed', places: -2, n: 6 },
  { kind: 'bound-by', bound: 'database', rounds: 7, of: 12, entry: 'rust-axum' },
  { kind: 'bound-by', bound: 'nothing', rounds: 12, of: 12, entry: 'go-gin' },
  { kind: 'tail-too-thin', rounds: 12, of: 12 },
  { kind: 'not-measured', entry: 'node-fastify' },
  { kind: 'run-refused' },
];

const REFUSALS: readonly Refusal[] = [
  {
    kind: 'placebo-differs',
    scenario: 'json',
    metric: 'cpu-per-request',
    ratio: 1.08,
    low: 1.03,
    high: 1.13,
    level: 0.99,
  },
  { kind: 'too-many-void', scenario: 'json', void: 5, of: 12, limit: 0.3 },
  {
    kind: 'halves-differ',
    scenario: 'json',
    metric: 'cpu-per-request',
    contender: 'go-nethttp',
    against: 'node-fastify',
    first: { ratio: 0.45, low: 0.43, high: 0.48, level: 0.95 },
    second: { ratio: 0.61, low: 0.58, high: 0.65, level: 0.95 },
  },
  { kind: 'machine-changed', was: 'a1', is: 'b2' },
];

test('every reason is said, and undecided says what would decide it', () => {
  expect(REASONS.map((reason) => reasonText(verdict(reason)))).toMatchInlineSnapshot(`
    [
      "The 95 % interval, 0.39–0.43×, leaves 1 out.",
      "The blocks of each sitting would be enough, but the ratio was between 0.38× and 0.47× from sitting to sitting, and 3 sittings do not tell well enough how far it moves. Another sitting would tell more: run again after half an hour or more, and compare both runs.",
      "A difference that matters is ruled out: the 90 % interval lies within the margin of 5 %.",
      "There is a difference, but it is too small to matter: it lies within the margin of 5 %.",
      "There is a difference, but it is too small to matter: it lies within 0.2 ms.",
      "The interval holds 1 and reaches beyond the margin. This run could have seen a difference of 8.2 %; 5 % would matter. About 31 blocks would settle it (--blocks 31).",
      "The interval holds 1 and reaches beyond the margin. This run could have seen a difference of 250 %; 5 % would matter. Even 10,000 blocks would not settle it: look for what makes the rounds differ so much.",
      "The interval leaves 1 out, but that of signed ranks, 0.99–1.21×, does not: a few blocks make all of the difference. More blocks would tell.",
      "There is a difference, but it may be less than 1 ms, below which nobody notices. About 20 blocks would settle it (--blocks 20).",
      "By itself the 95 % interval leaves 1 out, but p = 0.120, corrected for 6 comparisons, is not below the 5 % that this look asks for. About 24 blocks would settle it (--blocks 24).",
      "By itself the 95 % interval lies within the margin, but p = 0.002 is not below the 0.1 % that this look asks for. Even 10,000 blocks would not settle it: look for what makes the rounds differ so much.",
      "1 block yields evidence, an interval needs 4. Run more (--blocks 12).",
      "3 blocks yield evidence, an interval needs 4. Run more (--blocks 12).",
      "In all 4 blocks go-nethttp ran 1 place after node-fastify, so what the place does cannot be told from what the contender does. More blocks change the order.",
      "In all 6 blocks go-nethttp ran 2 places before node-fastify, so what the place does cannot be told from what the contender does. More blocks change the order.",
      "In 7 of 12 rounds of rust-axum the database or upstream was at the limit, not rust-axum itself, so its CPU per request at the common rate says nothing about it. Give the database or upstream cores of its own, or compare CPU per request at the common rate.",
      "In 12 of 12 rounds of go-gin nothing that is counted was at the limit, not go-gin itself, so its CPU per request at the common rate says nothing about it. Requests waited for a pool, a lock, a disk, an upstream or each other: more connections or a larger pool would tell.",
      "In 12 of 12 rounds fewer than 30 requests lie beyond this percentile. A longer profile or a higher rate gives it.",
      "There is no value of this metric for node-fastify, so nothing can be compared with it.",
      "The run was refused, so it gives no verdict and no ratio.",
    ]
  `);
});

test('a reason without an interval quotes none', () => {
  const bare = verdict({ kind: 'interval-clear-of-one', p: 0.01 }, { ratio: null, low: null, high: null });
  expect(reasonText(bare)).toBe('The 95 % interval leaves 1 out.');
});

test('every refusal names its cause and its remedy', () => {
  expect(REFUSALS.map(refusalText)).toMatchInlineSnapshot(`
    [
      {
        "reason": "The placebo - the baseline, entered twice - came out at 1.08× of its own CPU per request at the common rate (99 % interval 1.03–1.13×) in json; equal programs must come out equal.",
        "remedy": "Find what disturbs the machine (bakeoff doctor), then run again, with more blocks if there is time.",
      },
      {
        "reason": "5 of 12 blocks of json are void, more than the 30 % allowed; the rest would be a choice of quiet moments.",
        "remedy": "Stop what else runs on the machine (the void blocks name it), then run again.",
      },
      {
        "reason": "In json the CPU per request at the common rate of go-nethttp against node-fastify was 0.45× (0.43–0.48×) in the first half of the blocks and 0.61× (0.58–0.65×) in the second: the machine drifted, and not equally for both.",
        "remedy": "Run again when the machine has settled; if it stays so, more blocks or a longer profile average over the drift.",
      },
      {
        "reason": "The machine changed during the run: it was a1, it is b2.",
        "remedy": "Start a new run; rounds of two machines cannot be paired.",
      },
    ]
  `);
});
