import { flagsOf } from '../fairness/flags.ts';
import type { Conclusion } from '../verdict/conclusion.ts';
import type { VerdictWord } from '../verdict/verdict.ts';
import { seenOf } from './fairness.ts';
import { MARKS, offeredText } from './figures.ts';
import type { ReportInput } from './input.ts';
import { plainText } from './plain-text.ts';
import {
  blocksText,
  coresText,
  intervalsText,
  leftOutOf,
  mergedCautions,
  nextStep,
  stateText,
  whoAndWhere,
} from './remarks.ts';
import { scalingLines } from './scaling.ts';
import { listed, verdictSentence } from './sentence.ts';
import { unequalText } from './words-of-fairness.ts';
import { LATENCY_TITLES, terminalTable } from './terminal-table.ts';
import type { TerminalTable } from './terminal-table.ts';
import { shortFloorText } from './words-of-generator.ts';
import { recordLines, surgeLines } from './terminal-records.ts';
import { collectorTable } from './words-of-collector.ts';
import { heldTable } from './words-of-held.ts';
import { capacityText } from './words-of-load.ts';
import { piecesText } from './words-of-pieces.ts';
import { refusalText } from './words-of-verdict.ts';

/**
 * Lines for two scenarios with four entries each: what a terminal shows at once. More entries add their own row, more
 * scenarios their table and their sentence.
 */
const MOST_LINES = 27;
const USUAL_TABLE_LINES = 12;
const USUAL_SCENARIOS = 2;

const NARROWEST = 60;

/** Lines that the capacities of one scenario may take, and how one contender scales. */
const CAPACITY_LINES = 4;
const SCALING_LINES = 3;

/** Lines each part may take, generous first: remarks give way before the sentences do. The last always fits. */
const ROOM = [
  { sentence: 6, conditions: 3, remarks: 2, unequal: 1 },
  { sentence: 5, conditions: 3, remarks: 1, unequal: 1 },
  { sentence: 4, conditions: 3, remarks: 1, unequal: 1 },
  { sentence: 4, conditions: 3, remarks: 1, unequal: 0 },
] as const;

/** Breaks a text at spaces; later lines are indented by two. A word wider than the line is cut. */
function wrapped(text: string, width: number, most: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/u)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= width || line === '') {
      line = longer;
      continue;
    }
    lines.push(line);
    line = `  ${word}`;
  }
  lines.push(line);
  const cut = lines.map((one) => (one.length > width ? `${one.slice(0, width - 1)}…` : one));
  if (cut.length <= most) return cut;
  return [...cut.slice(0, most - 1), `${(cut[most - 1] ?? '').slice(0, width - 2)} …`];
}

function conditionsText(input: ReportInput): string {
  const { run, machine, conclusion } = input;
  const { scenarios } = conclusion;
  const blocks = scenarios.map((one) => `${plainText(one.scenario)} ${blocksText(one)}`).join(', ');
  const parts = [
    `${plainText(run.id)}, ${run.profile}, seed ${run.seed}, ${stateText(input)}`,
    coresText(input),
    machine.isolation,
    blocks,
    intervalsText(input),
    ...input.scenarios.flatMap(({ id, timesOf }) =>
      timesOf === null ? [] : [`times on ${plainText(id)}: ${plainText(timesOf)} alone`],
    ),
    `offered ${listed([...new Set(scenarios.map((one) => offeredText(one)))])}`,
  ];
  return parts.join(' · ');
}

function leftOutLines(input: ReportInput, width: number, most: number): readonly string[] {
  const [first, ...others] = leftOutOf(input);
  if (first === undefined) return [];
  const reason = plainText(`${first.reason} ${first.remedy}`);
  if (others.length === 0) return wrapped(`Left out: ${whoAndWhere(first)}: ${reason}`, width, most);
  const names = listed([first, ...others].map(whoAndWhere));
  return wrapped(`Left out: ${names}. The first: ${reason}`, width, most);
}

function cautionLines(input: ReportInput, width: number, most: number): readonly string[] {
  const texts = mergedCautions(input).map(({ text, scenarios }) =>
    scenarios.length === 0 ? text : `${listed(scenarios)}: ${text}`,
  );
  return texts.length === 0 ? [] : wrapped(`Caution: ${texts.map(plainText).join(' ')}`, width, most);
}

/** Names alone: who has what of them, and what it does, is in the other reports and in `bakeoff fairness`. */
function unequalLines(input: ReportInput, width: number, most: number): readonly string[] {
  const flags = flagsOf(seenOf(input.calibrations));
  return flags.length === 0 || most === 0
    ? []
    : wrapped(`Unequal: ${unequalText(flags)} (bakeoff fairness)`, width, most);
}

/** What the marks mean, as far as they occur, and what the table had no room for. */
function legendLines(input: ReportInput, tables: readonly TerminalTable[], width: number): readonly string[] {
  const { scenarios } = input.conclusion;
  const used = new Set(scenarios.flatMap((one) => one.verdicts.map(({ verdict }) => verdict)));
  const order: readonly VerdictWord[] = ['better', 'worse', 'equivalent', 'undecided', 'refused'];
  const marks = order.filter((word) => used.has(word)).map((word) => `${MARKS[word]} ${word}`);
  const explained = tables.every(({ words }) => words) || marks.length === 0;
  const baselines = listed([...new Set(scenarios.flatMap(({ baseline }) => baseline ?? []))].map(plainText));
  const omitted = [...new Set(tables.flatMap((table) => table.omitted))];
  const parts = [
    ...(baselines === '' ? [] : [`× of ${baselines}`]),
    ...(explained ? [] : marks),
    omitted.length > 0 ? `no ${omitted.join(', ')}` : 'all but CPU is exploratory',
  ];
  return wrapped(parts.join(', '), width, 1);
}

/** The floor stands right beneath a table that shows response times, the capacity beneath that, what an overload did last. */
function withNotes(input: ReportInput, conclusion: Conclusion, table: TerminalTable, width: number): TerminalTable {
  const floor = shortFloorText(input, conclusion);
  const shown = LATENCY_TITLES.some((title) => !table.omitted.includes(title));
  const capacity = capacityText(input, conclusion);
  const pieces = piecesText(conclusion);
  const wrap = (text: string, most: number): readonly string[] => wrapped(text, width, most);
  const notes = [
    ...(floor === null || !shown ? [] : wrapped(floor, width, 1)),
    ...(capacity === null ? [] : wrapped(capacity, width, CAPACITY_LINES)),
    ...(pieces === null ? [] : wrapped(pieces, width, CAPACITY_LINES)),
    ...surgeLines(input, conclusion, width, wrap),
    ...recordLines(heldTable(input, conclusion), width, wrap),
    ...recordLines(collectorTable(conclusion), width, wrap),
    ...scalingLines(input, conclusion).flatMap((line) => wrapped(line, width, SCALING_LINES)),
  ];
  return { ...table, lines: [...table.lines, ...notes] };
}

function verdictLines(input: ReportInput, width: number, most: number): readonly string[] {
  const { refusal, scenarios } = input.conclusion;
  if (refusal !== null) {
    const { reason, remedy } = refusalText(refusal);
    return wrapped(plainText(`${MARKS.refused} Refused: no verdict on any scenario. ${reason} ${remedy}`), width, most);
  }
  return scenarios.flatMap((one) => wrapped(verdictSentence(one), width, most));
}

/**
 * The report for a terminal: verdict sentences, a table a scenario, conditions, who was left out, cautions, next step.
 * At most 27 lines for two scenarios of three contenders and the placebo; more entries add their rows and nothing else.
 *
 * @param wishes.width columns of the terminal; nothing is wider. @param wishes.colour whether escape codes may be used.
 */
export function terminalReport(
  input: ReportInput,
  wishes: { readonly width: number; readonly colour: boolean },
): string {
  const width = Math.max(NARROWEST, wishes.width);
  const { scenarios } = input.conclusion;
  const tables = scenarios
    .filter((one) => one.entries.length > 0)
    .map((one) =>
      withNotes(input, one, terminalTable(one, { width, colour: wishes.colour, offered: offeredText(one) }), width),
    );
  const legend = tables.length === 0 ? [] : legendLines(input, tables, width);
  const rows = tables.reduce((sum, { lines }) => sum + lines.length, 0);
  const more = Math.max(0, rows - USUAL_TABLE_LINES) + Math.max(0, scenarios.length - USUAL_SCENARIOS) * 4;
  const most = MOST_LINES + more;
  const layouts = ROOM.map((room) => [
    verdictLines(input, width, room.sentence),
    ...tables.map(({ lines }) => lines),
    legend,
    [
      ...wrapped(conditionsText(input), width, room.conditions),
      ...leftOutLines(input, width, room.remarks),
      ...cautionLines(input, width, room.remarks),
      ...unequalLines(input, width, room.unequal),
      ...wrapped(`Next: ${nextStep(input)}`, width, 1),
    ],
  ]);
  const fitting = layouts.find((sections) => sections.flat().length <= most) ?? layouts.at(-1) ?? [];
  const shown = fitting.filter((lines) => lines.length > 0);
  const airy = shown.flat().length + shown.length - 1 <= most;
  return `${shown.map((lines) => lines.join('\n')).join(airy ? '\n\n' : '\n')}\n`;
}
