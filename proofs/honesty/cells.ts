import { looksAfter } from '../../src/thinking/estimate/looks.ts';
import { PROFILES } from '../../src/thinking/plan/profiles.ts';
import { NOISES } from './noise.ts';
import type { Setup, Tally } from './simulation.ts';

/** One row of the table: what is simulated, and what of it must hold. */
export interface Cell {
  readonly id: string;
  readonly noise: string;
  readonly truth: string;
  readonly setup: Setup;
  /** How many of the two primary metrics are asked. */
  readonly metrics: 1 | 2;
  readonly limits: readonly Limit[];
}

/** A share that must lie within bounds. */
export interface Limit {
  readonly what: Exclude<keyof Tally, 'runs' | 'meanBlocks'>;
  readonly least: number;
  readonly most: number;
}

const MARGIN = 0.05;

/** Scatter of the ratio of one block, in logs: of a noisy machine, so that looks are reached and errors can be made. */
const SD_OF_RATIO = 0.08;

/** What the issue of an honest verdict comes to in figures. Coverage is of the 95 % interval of one comparison by itself. */
const FALSE_DIFFERENCE: Limit = { what: 'falseDifference', least: 0, most: 0.052 };
const FALSE_EQUIVALENCE: Limit = { what: 'falseEquivalence', least: 0, most: 0.035 };
const COVERAGE: Limit = { what: 'covered', least: 0.935, most: 0.967 };

/** Fewer than one in a thousand would be surprising under any of the models, so this one only sees that intervals together hold. */
const TOGETHER: Limit = { what: 'coveredTogether', least: 0.935, most: 1 };

/** An interval that covers any drift is wider than it need be where there is none. */
const COVERAGE_AT_LEAST: Limit = { what: 'covered', least: 0.935, most: 1 };

/** The looks of the longest profile: the most chances to stop at a pleasing moment. */
const LOOKS = PROFILES.rigorous.looks;

/** Each noise model with equal contenders, with a difference of just the margin, and with one of twice the
 * margin; then three contenders in both metrics, as a scenario of the default bake-off has them.
 */
const OF_ONE_SITTING: readonly Cell[] = NOISES.flatMap((noise) => {
  const setup = { noise, sd: SD_OF_RATIO / Math.SQRT2, looks: LOOKS, margin: MARGIN, alpha: 0.05, drift: null };
  const pair = (id: string, truth: string, ratio: number, limits: readonly Limit[]): Cell => ({
    id: `${noise.id}/${id}`,
    noise: noise.title,
    truth,
    metrics: 1,
    setup: { ...setup, truths: [1, ratio] },
    limits,
  });
  return [
    pair('equal', 'equal', 1, [FALSE_DIFFERENCE, COVERAGE]),
    pair('margin', '5 % apart, the margin', 1 + MARGIN, [FALSE_EQUIVALENCE, COVERAGE]),
    pair('double', '10 % apart', 1.1, [COVERAGE]),
    {
      id: `${noise.id}/three`,
      noise: noise.title,
      truth: 'three equal, two metrics',
      metrics: 2,
      setup: { ...setup, looks: looksAfter([12], 0.05), truths: [1, 1, 1] },
      limits: [FALSE_DIFFERENCE, TOGETHER],
    },
  ];
});

/** How far each contender moves from sitting to sitting, in logs, the baseline first; the scatter of a block is 0.08. */
const DRIFTS: readonly { readonly id: string; readonly title: string; readonly sds: readonly number[] }[] = [
  { id: 'none', title: 'none', sds: [0, 0, 0] },
  { id: 'some', title: '3 % for each', sds: [0.03, 0.03, 0.03] },
  { id: 'much', title: '20 % for each', sds: [0.2, 0.2, 0.2] },
  { id: 'one', title: '20 % for one contender alone', sds: [0, 0.2, 0] },
];

/** The sittings and looks of `standard`, over a machine that is another one in each sitting. */
const OF_SITTINGS: readonly Cell[] = DRIFTS.flatMap(({ id, title, sds }) => {
  const { looks, sittings } = PROFILES.standard;
  const [noise] = NOISES;
  if (noise === undefined) throw new Error('there is a noise model');
  const setup = { noise, sd: SD_OF_RATIO / Math.SQRT2, looks, margin: MARGIN, alpha: 0.05, drift: { sittings, sds } };
  const cell = (
    name: string,
    truth: string,
    truths: readonly number[],
    metrics: 1 | 2,
    limits: readonly Limit[],
  ): Cell => ({
    id: `drift-${id}/${name}`,
    noise: `${sittings} sittings, drift: ${title}`,
    truth,
    metrics,
    setup: { ...setup, truths },
    limits,
  });
  return [
    cell('equal', 'equal', [1, 1], 1, [FALSE_DIFFERENCE, COVERAGE_AT_LEAST]),
    cell('margin', '5 % apart, the margin', [1, 1 + MARGIN], 1, [FALSE_EQUIVALENCE, COVERAGE_AT_LEAST]),
    cell('three', 'three equal, two metrics', [1, 1, 1], 2, [FALSE_DIFFERENCE, TOGETHER]),
  ];
});

/** The rows of the page. */
export const CELLS: readonly Cell[] = [...OF_ONE_SITTING, ...OF_SITTINGS];

/** The limits of a cell that a tally breaks. */
export function broken(cell: Cell, tally: Tally): readonly Limit[] {
  return cell.limits.filter(({ what, least, most }) => tally[what] < least || tally[what] > most);
}
