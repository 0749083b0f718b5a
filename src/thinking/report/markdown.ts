import { flagsOf } from '../fairness/flags.ts';
import type { MetricId } from '../measurement/metric.ts';
import type { Conclusion } from '../verdict/conclusion.ts';
import { seenOf } from './fairness.ts';
import {
  columnTexts,
  CPU_FIGURES,
  MARKS,
  offeredText,
  OTHER_FIGURES,
  placesText,
  ratioText,
  rowsOf,
  UNKNOWN,
} from './figures.ts';
import type { EntryRow } from './figures.ts';
import type { ReportInput } from './input.ts';
import {
  askedText,
  blocksText,
  coresText,
  intervalsText,
  leftOutOf,
  mergedCautions,
  stateText,
  whoAndWhere,
} from './remarks.ts';
import { cellsOf, SCALING_HEADS, SCALING_NOTE, scalingRows } from './scaling.ts';
import { code, inert } from './markdown-text.ts';
import { listed, verdictSentence } from './sentence.ts';
import { flagText } from './words-of-fairness.ts';
import { floorText } from './words-of-generator.ts';
import { capacityText } from './words-of-load.ts';
import { piecesText } from './words-of-pieces.ts';
import { heldTable } from './words-of-held.ts';
import { collectorTable } from './words-of-collector.ts';
import type { RecordTable } from './record-table.ts';
import { SURGE_HEADS, SURGE_TITLE, surgeRows, surgeText } from './words-of-surge.ts';
import { refusalText } from './words-of-verdict.ts';

function ratioCell(row: EntryRow, metric: MetricId): string {
  const { verdict } = row.figure(metric);
  if (row.role === 'baseline') return 'baseline';
  if (verdict === null) return UNKNOWN;
  return `${ratioText(verdict) ?? 'no ratio'} ${MARKS[verdict.verdict]} ${verdict.verdict}`;
}

function tableOf(conclusion: Conclusion): readonly string[] {
  const rows = rowsOf(conclusion);
  if (rows.length === 0) return [];
  const texts = (id: MetricId): readonly string[] =>
    columnTexts(rows.map((row) => row.figure(id).centre?.median ?? null));
  const cpu = CPU_FIGURES.map((id) => ({ id, values: texts(id) }));
  const others = OTHER_FIGURES.map(texts);
  const offered = offeredText(conclusion);
  const heads = [
    'contender',
    'CPU per request at saturation, µs',
    'ratio',
    `CPU per request at ${offered}, µs`,
    'ratio',
    'peak rate, /s',
    'p50, ms',
    'p99, ms',
    'memory, MiB',
  ];
  const body = rows.map((row, place) => [
    inert(row.id),
    ...cpu.flatMap(({ id, values }) => [values[place] ?? UNKNOWN, ratioCell(row, id)]),
    ...others.map((values) => values[place] ?? UNKNOWN),
  ]);
  const rule = '|---|--:|---|--:|---|--:|--:|--:|--:|';
  return [`| ${heads.join(' | ')} |`, rule, ...body.map((cells) => `| ${cells.join(' | ')} |`), ''];
}

function scenarioLines(input: ReportInput, conclusion: Conclusion): readonly string[] {
  const floor = floorText(input, conclusion);
  const asked = askedText(input, conclusion.scenario);
  const capacity = capacityText(input, conclusion);
  const pieces = piecesText(conclusion);
  return [
    inert(verdictSentence(conclusion)),
    '',
    ...tableOf(conclusion),
    ...placesLines(conclusion),
    ...(capacity === null ? [] : [inert(`${capacity}.`), '']),
    ...(pieces === null ? [] : [inert(`${pieces}.`), '']),
    ...scalingTable(input, conclusion),
    ...(floor === null ? [] : [inert(floor), '']),
    ...surgeTable(input, conclusion),
    ...recordLines(heldTable(input, conclusion)),
    ...recordLines(collectorTable(conclusion)),
    ...asked.flatMap((text) => [inert(text), '']),
  ];
}

/** What an overload did to each; nothing where none was asked for. */
function surgeTable(input: ReportInput, conclusion: Conclusion): readonly string[] {
  const text = surgeText(input, conclusion);
  if (text === null) return [];
  const words = [`**${SURGE_TITLE}.** ${inert(text)}`, ''];
  const rows = surgeRows(conclusion);
  if (rows.length === 0) return words;
  const body = rows.map(({ id, cells }) => `| ${[id, ...cells].map(inert).join(' | ')} |`);
  return [...words, `| ${['contender', ...SURGE_HEADS].join(' | ')} |`, '|---|--:|--:|--:|---|--:|', ...body, ''];
}

/** What was seen beside the verdicts; nothing where it was not. */
function recordLines(table: RecordTable | null): readonly string[] {
  if (table === null) return [];
  const { title, text, heads, rows } = table;
  const body = rows.map(({ id, cells }) => `| ${[id, ...cells].map(inert).join(' | ')} |`);
  const rule = `|---|${heads.map(() => '--:|').join('')}`;
  return [`**${title}.** ${inert(text)}`, '', `| ${['contender', ...heads].join(' | ')} |`, rule, ...body, ''];
}

function placesLines(conclusion: Conclusion): readonly string[] {
  const [saturated, common] = CPU_FIGURES.map((id) => placesText(conclusion, id));
  if (typeof saturated !== 'string' || typeof common !== 'string') return [];
  return [inert(`Places by CPU per request: at saturation ${saturated}; at the common rate ${common}.`), ''];
}

function scalingTable(input: ReportInput, conclusion: Conclusion): readonly string[] {
  const rows = scalingRows(input, conclusion);
  if (rows.length === 0) return [];
  const head = `| contender | ${SCALING_HEADS.join(' | ')} |`;
  const body = rows.map((row) => `| ${[row.entry, ...cellsOf(row)].map(inert).join(' | ')} |`);
  return [SCALING_NOTE, '', head, `|---|${SCALING_HEADS.map(() => '---|').join('')}`, ...body, ''];
}

function remarkLines(input: ReportInput): readonly string[] {
  const left = leftOutOf(input).map(
    (one) => `- Left out: ${inert(whoAndWhere(one))}: ${inert(`${one.reason} ${one.remedy}`)}`,
  );
  const cautions = mergedCautions(input).map(
    ({ text, scenarios }) => `- Caution: ${inert(scenarios.length === 0 ? text : `${listed(scenarios)}: ${text}`)}`,
  );
  const unequal = flagsOf(seenOf(input.calibrations)).map(
    (flag) => `- Unequal on ${inert(flag.scenario)}: ${inert(flagText(flag))}`,
  );
  return [...left, ...cautions, ...unequal];
}

/**
 * The verdict sentences and one compact table a scenario, to be put into a README or a pull request: the two CPU figures
 * side by side, conditions and what was left out beneath. A stranger's text cannot add markup, links or mentions.
 */
export function markdownReport(input: ReportInput): string {
  const { run, conclusion, machine } = input;
  const { refusal, scenarios } = conclusion;
  const told = refusal === null ? null : refusalText(refusal);
  const blocks = scenarios.map((one) => `${inert(one.scenario)} ${blocksText(one)}`).join(', ');
  const conditions = `${inert(coresText(input))}, ${machine.isolation}; ${blocks}; ${intervalsText(input)}; profile ${run.profile}, seed ${run.seed}, ${stateText(input)}, run ${inert(run.id)}.`;
  return [
    ...(told === null
      ? []
      : [`**${MARKS.refused} Refused: no verdict.** ${inert(`${told.reason} ${told.remedy}`)}`, '']),
    ...scenarios.flatMap((one) => scenarioLines(input, one)),
    `Medians over rounds; ratios are multiples of the baseline with their intervals; the placebo is the baseline entered twice. Peak rate, percentiles and memory are exploratory. ${conditions}`,
    '',
    ...remarkLines(input),
    `- Made by ${code(run.command)}`,
    '',
  ].join('\n');
}
