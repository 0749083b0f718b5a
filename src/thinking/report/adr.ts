import { inert } from './markdown-text.ts';
import { decisionTable } from './decision.ts';
import {
  assumedText,
  flipTexts,
  missingText,
  nextText,
  outTexts,
  recommendationText,
  type DecisionInput,
} from './words-of-decision.ts';

/** What a record of a decision needs beside it. */
export interface AdrAbout {
  /** `2026-11-28`. */
  readonly date: string;
  /** That makes it again. */
  readonly command: string;
}

const cells = (row: readonly string[]): string => `| ${row.map(inert).join(' | ')} |`;

const bullets = (texts: readonly string[]): readonly string[] => texts.map((text) => `* ${inert(text)}`);

/**
 * The decision as a record of the form MADR 4 (adr.github.io/madr, MIT or CC0): context, drivers, options, outcome, and under
 * Confirmation what would show it to be wrong, with the command that asks again.
 */
export function decisionRecord(input: DecisionInput, { date, command }: AdrAbout): string {
  const { question, posed } = input;
  const [heads = [], ...rows] = decisionTable(input);
  const drivers = posed.criteria.filter(({ weight }) => weight > 0);
  const assumed = assumedText(question);
  const next = nextText(input);
  const lines = [
    '---',
    'status: proposed',
    `date: ${date}`,
    '---',
    '',
    `# ${inert(titleOf(input))}`,
    '',
    '## Context and Problem Statement',
    '',
    `Which of ${posed.options.length} stacks serves ${inert(question.work.map(({ scenario }) => scenario).join(', '))} at ${question.perSecond} requests/s in the mean, for a team of ${question.team.engineers}?${question.current === null ? '' : ` ${inert(question.current)} runs today.`}`,
    ...(assumed === null ? [] : ['', inert(assumed)]),
    '',
    '## Decision Drivers',
    '',
    ...drivers.map(({ title, weight }) => `* ${inert(title)}, weight ${weight}`),
    '',
    '## Considered Options',
    '',
    ...posed.options.map(({ id }) => `* ${inert(id)}`),
    '',
    '## Decision Outcome',
    '',
    inert(recommendationText(input)),
    '',
    cells(heads),
    `|${heads.map(() => '---').join('|')}|`,
    ...rows.map(cells),
    '',
    '### Consequences',
    '',
    ...consequences(input),
    '',
    '### Confirmation',
    '',
    'What would show it to be wrong, or change it:',
    '',
    ...bullets(flipTexts(input)),
    '',
    `Ask again when traffic, team or one of the stacks changes its major version: \`${command.replaceAll('`', "'")}\`.`,
    ...(next === null ? [] : ['', inert(next)]),
    '',
    '## More Information',
    '',
    ...bullets(posed.seen.map(({ name, seen }) => `${name}, ${seen.date}, ${seen.machine}`)),
    '',
  ];
  return lines.join('\n');
}

/** What the choice brings with it, as far as the numbers tell. */
function consequences({ decision, posed }: DecisionInput): readonly string[] {
  const told = [
    ...outTexts(decision.out, 'is out'),
    ...outTexts(decision.risks, 'may break a limit'),
    ...posed.missing.map(missingText),
  ];
  return told.length === 0 ? ['No limit is broken, and nobody is left out.'] : bullets(told);
}

function titleOf({ decision: { recommendation } }: DecisionInput): string {
  switch (recommendation.kind) {
    case 'none':
      return 'No stack keeps to the limits';
    case 'take':
      return `Take ${recommendation.option}`;
    case 'keep':
      return `Keep ${recommendation.option}`;
  }
}
