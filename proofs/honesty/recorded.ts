import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { splice } from '../../records/splice.ts';
import { PROFILES } from '../../src/thinking/plan/profiles.ts';
import type { MetricId } from '../../src/thinking/measurement/metric.ts';
import { ROOT } from '../run-bakeoff.ts';
import { baselineOf, blocksOf, readRecording, type RecordedBlock, type RecordedRun } from './recording.ts';
import { shareText } from './share.ts';
import { disjointRuns, flippedRuns, scatterOf, type Study } from './studies.ts';

/**
 * What the shipped rules say of recorded blocks of equal arms: `npm run honesty:recorded -- FILE [--write]`, FILE being the
 * `rounds.ndjson.gz` of a recording. Nothing is measured: the same file gives the same page on any machine.
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
    scatter === null ? '–' : scatter.sd.toFixed(3),
    ...SIZES.map((size) => percent(scatter?.smallest.find((one) => one.blocks === size)?.share ?? Number.NaN)),
    shareText(cut.called),
    shareText(flipped.called),
    shareText(stopped.called),
    shareText(flipped.held),
  ];
  return `| ${cells.join(' | ')} |`;
}

const runs = readRecording(file);
const rows = [...byContender(runs)].flatMap(([contender, blocks]) =>
  METRICS.map((metric) => rowOf(contender, metric, blocks)),
);
const heads = [
  'arms',
  'metric',
  'blocks',
  'sd',
  ...SIZES.map((size) => `seen with ${size}`),
  'called different, disjoint runs of 12',
  'flipped labels, 12 blocks',
  'flipped labels, looks to 40',
  'interval holds 1',
];
const table = [`| ${heads.join(' | ')} |`, `|---|---|${'--:|'.repeat(heads.length - 2)}`, ...rows].join('\n');
process.stdout.write(`${table}\n`);
if (values.write === true) {
  const page = join(ROOT, 'docs/honesty.md');
  const spliced = splice(readFileSync(page, 'utf8'), table, 'recorded');
  if (!spliced.ok) throw new Error(`docs/honesty.md: ${spliced.problem}`);
  writeFileSync(page, spliced.text);
}
