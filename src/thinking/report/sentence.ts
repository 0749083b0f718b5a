import { formatNumber, formatRatio, formatLevel, formatShare } from '../quantity/format.ts';
import type { Conclusion } from '../verdict/conclusion.ts';
import type { Verdict, VerdictReason } from '../verdict/verdict.ts';
import { CPU_FIGURES, intervalWords, offeredPerS } from './figures.ts';
import { plainText } from './plain-text.ts';

/** More names than this and a sentence is no longer read; the table has them all. */
const MOST_NAMES = 3;

/** Ratios without their names are told apart up to here. */
const MOST_SHORT = 2;

type Bound = Extract<VerdictReason, { kind: 'bound-by' }>;

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

function shortened(items: readonly string[]): string {
  const more = items.length - MOST_NAMES;
  return more <= 0 ? listed(items) : `${items.slice(0, MOST_NAMES).join(', ')} and ${more} more`;
}

/** `0.31× (0.30–0.32)`; the first of a sentence says what the interval is. */
function quoted(verdict: Verdict, naming: boolean): string {
  const interval = intervalWords(verdict);
  if (verdict.ratio === null || interval === null) return 'an unknown ratio';
  const level = naming ? `${formatLevel(verdict.level)} interval ` : '';
  return `${formatRatio(verdict.ratio)} (${level}${interval})`;
}

function ofBaseline(verdict: Verdict, place: string): string {
  return `the CPU of ${plainText(verdict.against)} per request${place === '' ? '' : ` ${place}`}`;
}

/** The ratios that are clear of 1. Beyond a few contenders: the lowest and the highest. */
function clear(verdicts: readonly Verdict[], place: string, naming: boolean): string {
  const [first] = verdicts;
  if (first === undefined) return '';
  if (verdicts.length > MOST_NAMES) {
    const sorted = verdicts.toSorted((one, other) => (one.ratio ?? 0) - (other.ratio ?? 0));
    const [low = first, high = first] = [sorted[0], sorted.at(-1)];
    const extremes = [quoted(low, naming), quoted(high, false)].map((text, i) =>
      text.replace(/\)$/u, `; ${plainText((i === 0 ? low : high).contender)})`),
    );
    // The second figure of a sentence need not name the baseline again.
    const of = place === '' && !naming ? '' : ` ${ofBaseline(first, place)}`;
    return `${verdicts.length} contenders need ${extremes.join(' to ')}${of}`;
  }
  const others = verdicts.slice(1).map((verdict) => `${plainText(verdict.contender)} ${quoted(verdict, false)}`);
  const ratio = first.ratio === null ? 'an unknown multiple of' : formatRatio(first.ratio);
  const interval = quoted(first, naming).replace(/^\S+ /u, '');
  return listed([`${plainText(first.contender)} needs ${ratio} ${ofBaseline(first, place)} ${interval}`, ...others]);
}

/** `equivalent to node-fastify within the margin of 5 % is go-gin at 1.01× (0.99–1.03)`. */
function equivalent(verdicts: readonly Verdict[], naming: boolean): readonly string[] {
  const [first] = verdicts;
  if (first === undefined) return [];
  const names = verdicts.map((one, i) => `${plainText(one.contender)} at ${quoted(one, naming && i === 0)}`);
  const margin = `within the margin of ${formatShare(first.margin)}`;
  return [`equivalent to ${plainText(first.against)} ${margin} ${isOrAre(names)} ${shortened(names)}`];
}

function isOrAre(names: readonly string[]): string {
  return names.length === 1 ? 'is' : 'are';
}

/** How many blocks would settle it, in the words of a promise that depends on the scatter staying what it is. */
export function blocksWords(blocksNeeded: number | null): string {
  if (blocksNeeded === null) return 'more blocks alone would not decide it';
  return `about ${formatNumber(blocksNeeded)} blocks would decide it`;
}

const LIMITS: Readonly<Record<Bound['bound'], { readonly was: string; readonly remedy: string }>> = {
  database: {
    was: 'the database or upstream was the limit',
    remedy: 'a lighter query or more cores for it would decide it',
  },
  generator: {
    was: 'the load generator was the limit',
    remedy: 'more cores for the generator would decide it',
  },
  nothing: {
    was: 'no core was used up, so requests waited for a pool, a lock, a disk or an upstream',
    remedy: 'a larger pool or more connections would decide it',
  },
};

function bound(reasons: readonly Bound[]): readonly string[] {
  return Object.entries(LIMITS).flatMap(([kind, { was, remedy }]) => {
    const own = reasons.filter((reason) => reason.bound === kind);
    const rounds = new Map(own.map(({ entry, rounds: of, of: all }) => [entry, `${of} of ${all}`]));
    if (rounds.size === 0) return [];
    const counts = new Set(rounds.values());
    const [often] = counts.size === 1 ? counts : [];
    const names = [...rounds].map(([entry, n], i) =>
      often === undefined ? `${plainText(entry)} (in ${n}${i === 0 ? ' rounds' : ''})` : plainText(entry),
    );
    const where = `${shortened(names)}${often === undefined ? '' : ` in ${often} rounds`}`;
    return [`${was} for ${where}, which gives no verdict on them; ${remedy}`];
  });
}

/** Why one verdict is open, and what would decide it. */
function openness(verdict: Verdict): string {
  const { reason } = verdict;
  const name = plainText(verdict.contender);
  switch (reason.kind) {
    case 'interval-too-wide':
    case 'difference-near-floor':
    case 'not-sure-enough':
      return `${name} at ${quoted(verdict, false).replace(/\)$/u, '')}; ${blocksWords(reason.blocksNeeded)})`;
    case 'too-few-blocks':
      return `${name} (${reason.n} blocks count where ${reason.needed} are needed)`;
    case 'order-never-changed':
      return `${name} (${reason.n} blocks, all in one order)`;
    case 'intervals-disagree':
      return `${name} (its two intervals disagree)`;
    case 'sittings-apart':
      return `${name} (between ${formatRatio(reason.low)} and ${formatRatio(reason.high)} from sitting to sitting)`;
    case 'not-measured':
      return `${name} (no value of ${plainText(reason.entry)})`;
    case 'nothing-to-divide-by':
      return `${name} (none at all in ${reason.rounds} of ${reason.of} blocks)`;
    case 'tail-too-thin':
      return `${name} (too few requests in ${reason.rounds} of ${reason.of} rounds)`;
    case 'bound-by':
    case 'run-refused':
    case 'interval-clear-of-one':
    case 'interval-inside-margin':
      return name;
  }
}

function undecided(verdicts: readonly Verdict[]): readonly string[] {
  const [first] = verdicts;
  if (first === undefined) return [];
  const names = verdicts.map(openness);
  return [`undecided against ${plainText(first.against)} ${isOrAre(names)} ${shortened(names)}`];
}

/** One CPU figure's verdicts: those clear of 1, and in words what all the others came to. */
interface Clause {
  readonly clear: readonly Verdict[];
  readonly rest: readonly string[];
}

function clauseOf(verdicts: readonly Verdict[], naming: boolean): Clause {
  const found = verdicts.filter(({ verdict }) => verdict === 'better' || verdict === 'worse');
  const same = verdicts.filter(({ verdict }) => verdict === 'equivalent');
  const open = verdicts.filter(({ verdict }) => verdict === 'undecided');
  const limits = open.flatMap(({ reason }) => (reason.kind === 'bound-by' ? [reason] : []));
  const others = open.filter(({ reason }) => reason.kind !== 'bound-by');
  return {
    clear: found,
    rest: [...equivalent(same, naming && found.length === 0), ...undecided(others), ...bound(limits)],
  };
}

function saturationParts({ clear: found, rest }: Clause): readonly string[] {
  if (found.length > 0) return [clear(found, 'at saturation', true), ...rest];
  return rest.map((part, i) => (i === 0 ? `at saturation ${part}` : part));
}

/** The second figure, in short where the first has named the same contenders. */
function commonParts(clause: Clause, saturation: Clause): readonly string[] {
  const names = (one: Clause): string => one.clear.map((verdict) => verdict.contender).join('\n');
  if (clause.clear.length === 0) return clause.rest;
  if (names(clause) !== names(saturation) || clause.clear.length > MOST_SHORT) {
    return [clear(clause.clear, '', saturation.clear.length === 0), ...clause.rest];
  }
  const figures = clause.clear.map((verdict) => quoted(verdict, false));
  return [`the ${figures.length === 1 ? 'ratio is' : 'ratios are'} ${listed(figures)}`, ...clause.rest];
}

/** Where the second figure was measured: `at a common 2,400 requests/s`. */
function placeText(conclusion: Conclusion): string {
  const rates = offeredPerS(conclusion);
  if (rates === null) return 'in the steady closed loop';
  const [least, most] = [rates[0], rates.at(-1)];
  if (least === undefined || most === undefined) return 'at the common rate';
  if (least === most) return `at a common ${formatNumber(most)} requests/s`;
  return `at common rates of ${formatNumber(least)} to ${formatNumber(most)} requests/s`;
}

/** A scenario with the baseline alone: it was asked for so, or the others failed. */
function loneSentence({ scenario, baseline, failures }: Conclusion): string {
  const place = `On ${plainText(scenario)}`;
  if (failures.length > 0 || baseline === null) return `${place} there is no verdict: nobody was left to compare.`;
  return `${place}, ${plainText(baseline)} was measured alone, against itself: name a second contender for a verdict.`;
}

/**
 * What a scenario came to, in one or two sentences a lead can forward: both CPU figures with their intervals, always as a
 * multiple of the baseline; what is equivalent or undecided and what would decide it. Nothing is quoted of a refused run.
 */
export function verdictSentence(conclusion: Conclusion): string {
  const scenario = plainText(conclusion.scenario);
  const verdicts = conclusion.verdicts.filter((verdict) => verdict.contender !== 'placebo');
  if (verdicts.some((verdict) => verdict.verdict === 'refused')) {
    return `On ${scenario} there is no verdict: the run is refused.`;
  }
  if (conclusion.blocks.done === 0) return `On ${scenario} there is no verdict: no block of it counts.`;
  if (verdicts.length === 0) return loneSentence(conclusion);
  const ofMetric = CPU_FIGURES.map((metric) => verdicts.filter((verdict) => verdict.metric === metric));
  const [atSaturation = [], atCommonRate = []] = ofMetric;
  const saturation = clauseOf(atSaturation, true);
  const common = clauseOf(atCommonRate, saturation.clear.length === 0);
  const place = placeText(conclusion);
  const first = saturationParts(saturation);
  const second = commonParts(common, saturation);
  const long = first.length > 1 || second.length > 1 || saturation.clear.length === 0;
  const joint = long ? `. ${place.charAt(0).toUpperCase()}${place.slice(1)}` : `; ${place}`;
  return `On ${scenario}, ${first.join('; ')}${joint} ${second.join('; ')}.`;
}
