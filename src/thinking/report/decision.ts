import { CRITERIA } from '../advice/question.ts';
import { plainText } from './plain-text.ts';
import {
  assumedText,
  CRITERION_HEADS,
  flipTexts,
  missingText,
  nextText,
  outTexts,
  recommendationText,
  spreadText,
  type DecisionInput,
} from './words-of-decision.ts';
import { formatShare } from '../quantity/format.ts';
import { wrapped } from './wrapped.ts';

/** Heads and rows of the options, best first: points, how often first, and every number. */
export function decisionTable({ decision, posed }: DecisionInput): readonly (readonly string[])[] {
  const asked = CRITERIA.filter((id) => posed.criteria.some((criterion) => criterion.id === id));
  const sum = posed.criteria.reduce((total, { weight }) => total + weight, 0);
  const weightOf = (id: string): string =>
    formatShare((posed.criteria.find((criterion) => criterion.id === id)?.weight ?? 0) / sum);
  const rows = decision.scores.map(({ option: id, total }) => {
    const option = posed.options.find((one) => one.id === id);
    const first = decision.acceptability?.options.find((one) => one.option === id)?.places[0] ?? 0;
    const numbers = asked.map((criterion) => {
      const spread = option?.values[criterion];
      return spread === undefined ? '' : spreadText(criterion, spread);
    });
    return [plainText(id), total.toFixed(2), formatShare(first), ...numbers];
  });
  return [['option', 'points', 'first in', ...asked.map((id) => `${CRITERION_HEADS[id]} [${weightOf(id)}]`)], ...rows];
}

/** A line for each option, since a table of so many numbers is wider than any terminal. */
function optionLines(input: DecisionInput, width: number): readonly string[] {
  const [heads = [], ...rows] = decisionTable(input);
  return rows.flatMap(([id = '', points = '', first = '', ...numbers]) => [
    `${id}: ${points} points, first in ${first}`,
    ...wrapped(numbers.map((number, at) => `${heads[at + 3] ?? ''} ${number}`).join('; '), width - 2).map(
      (line) => `  ${line}`,
    ),
  ]);
}

function section(title: string, texts: readonly string[], width: number): readonly string[] {
  if (texts.length === 0) return [];
  return [title, ...texts.flatMap((text) => wrapped(`- ${plainText(text)}`, width)), ''];
}

/** A decision for a terminal. */
export function decisionReport(input: DecisionInput, width: number): string {
  const { decision, posed, question } = input;
  const next = nextText(input);
  const assumed = assumedText(question);
  const lines = [
    ...wrapped(plainText(recommendationText(input)), width),
    '',
    ...optionLines(input, width),
    '',
    ...section(
      'Out, and at risk',
      [...outTexts(decision.out, 'is out'), ...outTexts(decision.risks, 'may break a limit')],
      width,
    ),
    ...section(
      'Never the best, however one weighs',
      decision.dominated.map(({ option, by }) => `${option}: ${by} is as good in everything and better in something.`),
      width,
    ),
    ...section('What would change the answer', flipTexts(input), width),
    ...section('What to settle next', next === null ? [] : [next], width),
    ...section('Left out', posed.missing.map(missingText), width),
    ...(assumed === null ? [] : [...wrapped(plainText(assumed), width), '']),
    ...section(
      'It rests on',
      posed.seen.map(({ name, seen }) => `${name}, ${seen.date}, ${seen.machine}`),
      width,
    ),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** `bakeoff/decision@1`. */
export function decisionDocument({ question, posed, decision, traffic }: DecisionInput): unknown {
  return {
    schema: 'bakeoff/decision@1',
    recommendation: decision.recommendation,
    question,
    criteria: posed.criteria,
    options: posed.options,
    knocked_out: decision.out,
    at_risk: decision.risks,
    dominated: decision.dominated,
    scores: decision.scores,
    acceptability: decision.acceptability,
    rivalry: decision.rivalry,
    worth_of_knowing: decision.worth,
    best_by_traffic: traffic,
    without_limits: decision.withoutLimits,
    missing: posed.missing,
    rests_on: posed.seen,
  };
}
