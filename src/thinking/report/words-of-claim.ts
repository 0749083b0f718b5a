import type { MistakeEnd, PublicFigure, Quantity, Scale, Toolchain, Word } from '../claim/claim.ts';
import type { Absent, Found, Sides } from '../claim/found.ts';
import type { Judged, Outcome } from '../claim/judge.ts';
import { metricOf } from '../measurement/reading.ts';
import { formatLevel, formatNumber, formatShare, formatValue } from '../quantity/format.ts';
import { listed } from './sentence.ts';
import { FIGURE_TITLES } from './words-of-footprint.ts';
import { count } from './words.ts';

/** What each word is called where a reader meets it first. */
export const CLAIM_WORDS: Readonly<Record<Word, string>> = {
  supported: 'supported',
  weaker: 'weaker than claimed',
  stronger: 'stronger than claimed',
  opposite: 'the opposite',
  undecided: 'undecided here',
  outdated: 'outdated',
  judgement: 'a matter of judgement',
};

/** A claim's result in words, the same in every form of report. */
export interface ClaimText {
  readonly id: string;
  readonly section: string;
  readonly says: string;
  readonly word: Word;
  /** What was read, one for each test. */
  readonly tests: readonly string[];
  readonly elsewhere: readonly string[];
  /** Lowest and highest of what others published, and each of it. */
  readonly published: { readonly range: string; readonly each: readonly string[] } | null;
  readonly note: string | null;
  /** What would decide it; null where it is decided. */
  readonly next: string | null;
}

export function claimText(judged: Judged): ClaimText {
  const { claim, word, outcomes, elsewhere, published } = judged;
  const { id, section, says, note, ground } = claim;
  return {
    id,
    section,
    says,
    word,
    tests: ground.kind === 'judgement' ? [ground.why] : outcomes.map(outcomeText),
    elsewhere: elsewhere.map((outcome) => `${CLAIM_WORDS[outcome.word]}: ${outcomeText(outcome)}`),
    published: publishedText(published),
    note,
    next: word === 'undecided' ? nextText(outcomes) : null,
  };
}

const TOOLCHAINS: Readonly<Record<Toolchain, string>> = {
  javascript: 'JavaScript',
  typescript: 'TypeScript',
  go: 'Go',
  rust: 'Rust',
};

const ENDS: Readonly<Record<MistakeEnd, string>> = {
  'before-run': 'stopped before a program ran, by build or linter',
  build: 'stopped at the build',
  never: 'stopped by nothing',
};

/** What a number is of, without the number. */
function quantityText(quantity: Quantity): string {
  switch (quantity.kind) {
    case 'ahead':
      return `${quantity.scenario}, ${metricOf(quantity.metric).title}: ${quantity.ahead} against ${quantity.of}`;
    case 'footprint':
      return `${FIGURE_TITLES[quantity.figure]}: ${quantity.ahead} against ${quantity.of}`;
    case 'memory-bill':
      return `${quantity.scenario}: part of the bill of ${quantity.of} that the memory of ${quantity.ahead} would save`;
    case 'scaling':
      return `${quantity.scenario}: ${quantity.contender} on ${quantity.cores} cores, of the room for growth`;
    case 'held':
      return `${quantity.scenario}: connections that ${quantity.contender} held open, none lost`;
    case 'pause':
      return `${quantity.scenario}: longest pause of a round by the collector of ${quantity.contender}`;
    case 'mistakes': {
      const of = quantity.only === null ? 'the seeded mistakes' : listed(quantity.only);
      return `${of}, in ${TOOLCHAINS[quantity.toolchain]}: ${ENDS[quantity.end]}`;
    }
    case 'figure':
      return quantity.series;
  }
}

function numberIn({ kind }: Quantity): (value: number) => string {
  switch (kind) {
    case 'ahead':
    case 'footprint':
      return (value) => `${formatNumber(value)} times as good`;
    case 'memory-bill':
    case 'scaling':
    case 'mistakes':
      return formatShare;
    case 'pause':
      return (value) => `${formatNumber(value)} ms`;
    case 'held':
    case 'figure':
      return formatNumber;
  }
}

function bare({ kind }: Quantity): (value: number) => string {
  return kind === 'scaling' || kind === 'mistakes' || kind === 'memory-bill' ? formatShare : formatNumber;
}

function sureText({ low, high, sure, from }: Found, quantity: Quantity): string {
  const show = bare(quantity);
  switch (sure.kind) {
    case 'interval':
      return `${show(low)} to ${show(high)} at ${formatLevel(sure.level)}, ${count(sure.n, 'block')}`;
    case 'equivalent':
      return `${show(low)} to ${show(high)} at ${formatLevel(sure.level)}, ${count(sure.n, 'block')}, equivalent by the margin of the run`;
    case 'range':
      return `${show(low)} to ${show(high)}, lowest and highest of ${formatNumber(sure.n)}`;
    case 'once':
      return 'each measured once, so without an interval';
    case 'counted':
      return from.kind === 'mistakes' ? `counted, of ${from.of}` : 'counted';
  }
}

/** `2 to 3`, `1.05 or more`. */
function claimedText({ from, to }: Scale, quantity: Quantity): string {
  const show = bare(quantity);
  if (from === null) return `${show(to ?? 0)} or less`;
  return to === null ? `${show(from)} or more` : `${show(from)} to ${show(to)}`;
}

/** A test in one line: what was read, how sure it is, what was claimed, and where it is from. */
function outcomeText({ test, found, once }: Outcome): string {
  const { quantity, scale } = test;
  const claimed = `claimed: ${claimedText(scale, quantity)}`;
  if (found.kind === 'absent') return `${quantityText(quantity)}: ${absentText(found)} (${claimed})`;
  if (found.from.kind === 'public') {
    const before = once === null ? '' : `; it was ${formatNumber(once.value)} in ${once.date}`;
    return `${found.from.conditions}: ${formatNumber(found.value)} (${found.from.date}, ${found.from.source}${before}; ${claimed})`;
  }
  const number = `${numberIn(quantity)(found.value)}${sidesText(found.sides)}`;
  const prices = found.prices === null ? '' : `; ${found.prices.source}, ${found.prices.date}`;
  return `${quantityText(quantity)}: ${number} (${sureText(found, quantity)}${prices}; ${claimed}) ${fromText(found.from)}`;
}

const BYTES_PER_MIB = 2 ** 20;

/** `, 3.27 ms against 0.807 ms`. */
function sidesText(sides: Sides | null): string {
  if (sides === null) return '';
  const show = (value: number): string => {
    if (sides.unit === 'bytes') return formatValue(value / BYTES_PER_MIB, 'MiB');
    return sides.unit === 'count' ? formatNumber(value) : formatValue(value, sides.unit);
  };
  return `, ${show(sides.ahead)} against ${show(sides.of)}`;
}

function fromText(from: Found['from']): string {
  switch (from.kind) {
    case 'run':
      return `[${from.run}]`;
    case 'footprint':
      return `[footprint of ${from.seen.date}]`;
    case 'mistakes':
      return `[mistakes of ${from.date}]`;
    case 'public':
      return '';
  }
}

function absentText({ why }: Absent): string {
  switch (why.kind) {
    case 'not-measured':
      return 'not measured';
    case 'refused':
      return `no number, since ${why.run} was refused: ${why.reason}`;
    case 'no-number':
      return `${why.run} has no number: ${why.reason}`;
    case 'no-footprint':
      return 'no footprint of both';
    case 'no-mistakes':
      return 'no record of mistakes';
    case 'no-figure':
      return 'no public figure';
  }
}

/** What would decide the first of the tests that are undecided. */
function nextText(outcomes: readonly Outcome[]): string | null {
  const open = outcomes.find(({ word }) => word === 'undecided');
  if (open === undefined) return null;
  const { found, between } = open;
  if (found.kind === 'absent') return absentNext(found);
  if (between === null) return null;
  const ends = `${CLAIM_WORDS[between.low]} to ${CLAIM_WORDS[between.high]}`;
  const more =
    found.from.kind === 'run' ? `More blocks narrow it: ${longer(found.from.command)}` : 'More repetitions narrow it.';
  return `The interval reaches from ${ends}. ${more}`;
}

function longer(command: string): string {
  return command.replace(/--profile \S+ --blocks \d+/u, '--profile standard');
}

function absentNext({ why }: Absent): string {
  switch (why.kind) {
    case 'not-measured': {
      const contenders = why.contenders.map((id) => id.replace(/@\d+$/u, ''));
      return `bakeoff run ${[...new Set(contenders)].join(' ')} --scenario ${why.scenario}`;
    }
    case 'refused':
    case 'no-number':
      return `A longer run, or another machine: ${longer(why.command)}`;
    case 'no-footprint':
      return `bakeoff footprint ${why.contenders.join(' ')} --builds --json > footprint.json, then bakeoff claims --record .`;
    case 'no-mistakes':
      return 'npm run prove:mistakes -- --json mistakes.json, then bakeoff claims --record .';
    case 'no-figure':
      return `A figure of ${why.series} in evidence/`;
  }
}

function publishedText(figures: readonly PublicFigure[]): ClaimText['published'] {
  if (figures.length === 0) return null;
  const values = figures.map(({ value }) => value);
  const ends = [Math.min(...values), Math.max(...values)].map(formatNumber);
  return {
    range: `${[...new Set(ends)].join(' to ')} in ${count(figures.length, 'public figure')}`,
    each: figures.map(
      ({ value, date, source, conditions }) => `${formatNumber(value)}: ${source}, ${date}, ${conditions}`,
    ),
  };
}
