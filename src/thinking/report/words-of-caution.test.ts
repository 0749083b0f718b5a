import { expect, test } from 'vitest';

import type { Caution } from '../verdict/verdict.ts';
import { cautionText } from './words-of-caution.ts';

const CAUTIONS: readonly Caution[] = [
  { kind: 'one-sitting' },
  { kind: 'stolen', rounds: 3, of: 24, share: 0.02 },
  { kind: 'sittings-held', held: 2, planned: 1 },
  { kind: 'uneven-core', apart: 1.52, evened: true },
  { kind: 'uneven-core', apart: 1.52, evened: false },
  { kind: 'sittings-held', held: 3, planned: 2 },
  { kind: 'sittings-held', held: 1, planned: 3 },
  { kind: 'sittings-held', held: 2, planned: 3 },
  { kind: 'exploratory' },
  { kind: 'generator-share', share: 0.81 },
  { kind: 'few-blocks', n: 6 },
  { kind: 'server-saturated', entry: 'node', rounds: 3, of: 12 },
  { kind: 'connection-limited', entry: 'node', rounds: 12, of: 12 },
  { kind: 'mean-above-p99', entry: 'node', rounds: 1, of: 12 },
  { kind: 'unlike-commands', contender: 2.01, against: 1 },
  { kind: 'no-placebo' },
  { kind: 'plateau', entries: ['go-gin', 'rust-axum'], within: 0.02 },
  { kind: 'unlike-draws', blocks: 1 },
  { kind: 'rates-apart', perS: [1800, 2300] },
];

test('every caution is said', () => {
  expect(CAUTIONS.map(cautionText)).toMatchInlineSnapshot(`
    [
      "Measured in one sitting: the intervals do not cover how the machine drifts from hour to hour.",
      "In 3 of 24 rounds the hypervisor took more than 2 % of the cores’ time: response times and rates hold waits for that, not only for the contender.",
      "Measured in 2 sittings, though planned as one: the run was interrupted, and the intervals take its sittings as they come.",
      "In its slowest phase the contenders’ core took 1.52× as long for the same work as in its fastest, as beside a stranger on the same physical core. Ratios of CPU and of rates are those at equal speeds; response times, and the figures of each contender, are as they were measured.",
      "In its slowest phase the contenders’ core took 1.52× as long for the same work as in its fastest, as beside a stranger on the same physical core. Blocks are too few to allow for that.",
      "Measured in 3 sittings, though planned as 2: the run was interrupted, and the intervals take its sittings as they come.",
      "Measured in 1 of 3 sittings: the intervals do not cover how the machine drifts from hour to hour yet.",
      "Measured in 2 of 3 sittings: the spread between sittings is not known well yet.",
      "Exploratory: not one of the metrics that the run was set up to decide on.",
      "The load generator used 81 % of its cores in the peak and may have held it down.",
      "Rests on 6 blocks only: one odd block moves the interval.",
      "In 3 of 12 rounds node did not keep up with the rate it was offered: its response times grow with the length of the phase.",
      "In 12 of 12 rounds every connection to node was busy though it had time left: requests waited for a connection. More connections (load.connections) would carry the load.",
      "In 1 of 12 rounds of node the mean service time lies above its p99: a few very long requests outweigh all the others, and no percentile up to p99 shows them.",
      "The database counted 2.01 and 1 commands per answer: the two do not ask the same of it.",
      "No placebo was measured, so nothing checked that equal programs come out equal.",
      "The peaks of go-gin and rust-axum lie within 2 % of each other, and none of them used up its cores: one ceiling that is not theirs holds them all.",
      "In 1 block the contenders were not sent the same requests.",
      "The runs were offered 1,800 and 2,300 requests/s, each run one rate for all of its contenders. CPU per request falls as the rate rises, and not equally for all, so ratios at the common rate are those of rates between these, and medians mix them.",
    ]
  `);
});
