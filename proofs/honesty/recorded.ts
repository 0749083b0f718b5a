import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { looksAfter } from '../../src/thinking/estimate/looks.ts';
import { PROFILES } from '../../src/thinking/plan/profiles.ts';
import type { MetricId } from '../../src/thinking/measurement/metric.ts';
import { baselineOf, blocksOf, readRecording, type RecordedBlock, type RecordedRun } from './recording.ts';
import { shareText } from './share.ts';
import { disjointRuns, drawnRuns, flippedRuns, placeboRefusals, scatterOf, type Study } from './studies.ts';
import { publish } from './publish.ts';

/**
 * What the shipped rules say of recorded blocks of equal arms: `npm run honesty:recorded -- FILE [--write]`, FILE being the
 * `rounds.ndjson.gz` of a recording, or a `watched.ndjson.gz`, which has its own place on the page. Nothing is measured: the same file
 * gives the same page on any machine.
 */
const { values, positionals } = parseArgs({
  options: { write: { type: 'boolean' }, draws: { type: 'string', default: '10000' } },
  allowPositionals: true,
});
const [file] = positionals;
if (file === undefined) throw new Error('expected the rounds.ndjson.gz of a recording');
const draws = Number(values.draws);
if (!Number.isSafeInteger(draws) || draws < 1) throw new Error(`--draws: expected a whole number, got ${values.draws}`);

const METRICS: readonly MetricId[] = ['cpu-per-request', 'peak-cpu-per-request'];
const SIZES = [12, 20, 40];
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** The blocks of each contender that was entered twice, over all its runs, in the order they were recorded. */
function byContender(runs: readonly RecordedRun[]): ReadonlyMap<string, readonly RecordedBlock[]> {
  const found = new Map<string, RecordedBlock[]>();
  for (const run of runs) {
    const baseline = baselineOf(run);
    found.set(baseline, [...(found.get(baseline) ?? []), ...blocksOf(run, METRICS)]);
  }
  return found;
}

function rowOf(contender: string, metric: MetricId, blocks: readonly RecordedBlock[]): string {
  const study: Study = {
    metric,
    contender: 'placebo',
    against: contender,
    looks: PROFILES.quick.looks,
    margin: 0.05,
  };
  const looking: Study = { ...study, looks: PROFILES.rigorous.looks };
  const scatter = scatterOf(study, blocks, SIZES);
  const cut = disjointRuns(study, blocks);
  const flipped = flippedRuns(study, blocks, draws, 1);
  const stopped = flippedRuns(looking, blocks, draws, 2);
  const cells = [
    contender,
    metric,
    blocks.length,
    scatter?.measured.toFixed(3) ?? '–',
    scatter?.atEqualSpeed?.toFixed(3) ?? '–',
    ...SIZES.map((size) => percent(scatter?.smallest.find((one) => one.blocks === size)?.share ?? Number.NaN)),
    shareText(cut.called),
    shareText(flipped.called),
    shareText(stopped.called),
    shareText(flipped.held),
  ];
  return `| ${cells.join(' | ')} |`;
}

const HEADS = [
  'arms',
  'metric',
  'blocks',
  'sd',
  'at equal speeds',
  ...SIZES.map((size) => `told with ${size}`),
  'called different, runs of 12 that share no block',
  'flipped labels, 12 blocks',
  'flipped labels, looks to 40',
  'interval holds 1',
];

function table(heads: readonly string[], rows: readonly string[]): string {
  return [`| ${heads.join(' | ')} |`, `|---|---|${'--:|'.repeat(heads.length - 2)}`, ...rows].join('\n');
}

/** Work of the two burning programs, µs of a request: what one does more than the other is known, whatever all else costs. */
const WORK = { less: 1000, more: 1050 } as const;
const MORE = 'burn+five';

/** Twenty blocks: the looks that `standard` has up to there, of which the last decides. */
const WITHIN_TWENTY = looksAfter([12, 16, 20], 0.05);

/** How often 5 % more work is found, and how often the interval holds the ratio that the work makes. */
function powerRow(metric: MetricId, contender: string, blocks: readonly RecordedBlock[]): string {
  const costs = blocks.flatMap((block) => block.get(contender)?.values.get(metric) ?? []);
  const cost = costs.reduce((sum, each) => sum + each, 0) / costs.length;
  const truth = (cost + WORK.more - WORK.less) / cost;
  const study: Study = { metric, contender: MORE, against: contender, looks: WITHIN_TWENTY, margin: 0.05 };
  const cut = disjointRuns(study, blocks, truth);
  const drawn = drawnRuns(study, blocks, draws, 3, truth);
  const cells = [metric, blocks.length, truth.toFixed(4), cut.called, cut.held, drawn.called, drawn.held];
  return `| ${cells.map((cell) => (typeof cell === 'object' ? shareText(cell) : cell)).join(' | ')} |`;
}

const POWER_HEADS = [
  'metric',
  'blocks',
  'true ratio',
  'called, runs of 20 that share no block',
  'interval holds it',
  'called, runs drawn',
  'interval holds it',
];

const PLACEBO = { contender: 'placebo', looks: PROFILES.quick.looks, margin: 0.05 } as const;

const runs = readRecording(file);
const recorded = [...byContender(runs)];
const equal = recorded.flatMap(([contender, blocks]) => METRICS.map((metric) => rowOf(contender, metric, blocks)));
const unequal = recorded.flatMap(([contender, blocks]) =>
  blocks.filter((block) => block.has(MORE)).length >= 20
    ? METRICS.map((metric) => powerRow(metric, contender, blocks))
    : [],
);
const refusals = recorded.map(([contender, blocks]) => {
  const share = placeboRefusals({ ...PLACEBO, against: contender }, METRICS, blocks);
  return `${contender} ${shareText(share)}`;
});
const total = recorded.reduce((sum, [, blocks]) => sum + blocks.length, 0);
const text = [
  `${total} blocks of equal arms, in ${runs.length} runs from ${runs[0]?.created ?? ''} to ${runs.at(-1)?.created ?? ''}.`,
  '',
  table(HEADS, equal),
  '',
  `Runs of 12 that their placebo would have refused: ${refusals.join('; ')}.`,
  ...(unequal.length === 0 ? [] : ['', table(POWER_HEADS, unequal)]),
].join('\n');
process.stdout.write(`${text}\n`);
if (values.write === true) {
  publish(text, basename(file).startsWith('watched') ? 'watched' : 'recorded');
}
