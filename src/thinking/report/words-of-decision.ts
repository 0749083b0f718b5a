import type { Decision, Recommendation } from '../advice/decide.ts';
import type { KnockedOut, Limit } from '../advice/knock-out.ts';
import type { Missing, Posed } from '../advice/options.ts';
import type { CriterionId, Question } from '../advice/question.ts';
import type { TrafficFlip } from '../advice/traffic.ts';
import type { Criterion, Spread } from '../advice/value.ts';
import { formatNumber, formatShare, formatValue } from '../quantity/format.ts';
import { listed } from './sentence.ts';

/** A question, its numbers and what comes of them: all that a report of a decision is made of. */
export interface DecisionInput {
  readonly question: Question;
  readonly posed: Posed;
  readonly decision: Decision;
  readonly traffic: readonly TrafficFlip[];
}

/** What stands above each criterion in a table. */
export const CRITERION_HEADS: Readonly<Record<CriterionId, string>> = {
  bill: 'bill/month',
  p99: 'p99',
  memory: 'memory',
  start: 'start',
  build: 'build',
  mistakes: 'mistakes stopped',
  ramp: 'learning',
};

/** A number of a criterion with its unit. */
export function numberText(criterion: string, value: number): string {
  switch (criterion) {
    case 'bill':
      return `$${formatNumber(value)}`;
    case 'p99':
    case 'start':
      return formatValue(value, 'ms');
    case 'memory':
      return formatValue(value, 'MiB');
    case 'build':
      return formatValue(value, 's');
    case 'mistakes':
      return formatShare(value);
    case 'ramp':
      return `${formatNumber(value)} ${value === 1 ? 'month' : 'months'}`;
    default:
      return formatNumber(value);
  }
}

/** The number with what it may be. */
export function spreadText(criterion: string, { kind, value, low, high }: Spread): string {
  if (kind === 'known' || low === high) return numberText(criterion, value);
  return `${numberText(criterion, value)} (${numberText(criterion, low)} to ${numberText(criterion, high)})`;
}

function pointsText(decision: Decision, id: string): string {
  const points = decision.scores.find(({ option }) => option === id)?.total ?? 0;
  return points.toFixed(2);
}

function firstShare(decision: Decision, id: string): number {
  return decision.acceptability?.options.find(({ option }) => option === id)?.places[0] ?? 0;
}

/** The recommendation in one sentence or two. */
export function recommendationText({ decision, question }: DecisionInput): string {
  const { recommendation, rivalry } = decision;
  switch (recommendation.kind) {
    case 'none':
      return 'Nothing is recommended: every option breaks a limit.';
    case 'take':
      return `${takeWord(recommendation, question)} ${recommendation.option}: ${leadText(decision, recommendation.option)}.`;
    case 'keep':
      return keepText(recommendation, rivalry?.best ?? 'another', decision);
  }
}

/** Why one is the best. */
function leadText(decision: Decision, id: string): string {
  if (decision.scores.length === 1) return 'it is the only one that keeps to the limits';
  return `it has the most points (${pointsText(decision, id)} of 1), and is first in ${formatShare(firstShare(decision, id))} of the weights and numbers that are thought possible`;
}

function keepText(
  { option, why }: Extract<Recommendation, { kind: 'keep' }>,
  best: string,
  decision: Decision,
): string {
  const keep = `Keep ${option}, which runs today:`;
  switch (why) {
    case 'best':
      return `${keep} ${leadText(decision, option)}.`;
    case 'unsure':
      return `${keep} ${best} has more points (${pointsText(decision, best)} against ${pointsText(decision, option)}), and not surely enough for a change.`;
    case 'little':
      return `${keep} ${best} has more points (${pointsText(decision, best)} against ${pointsText(decision, option)}), and too few more for a change.`;
  }
}

function takeWord({ option }: Extract<Recommendation, { kind: 'take' }>, { current }: Question): string {
  return current === null || current === option ? 'Take' : `Change from ${current} to`;
}

function limitText({ criterion, bound, number }: Limit): string {
  return `${criterion} ${bound} ${numberText(criterion, number)}`;
}

/** `rust-axum is out: ramp at most 2 months.` */
export function outTexts(out: readonly KnockedOut[], word: string): readonly string[] {
  return out.map(({ option, limits }) => `${option} ${word}: ${listed(limits.map(limitText))}.`);
}

function titleOf(id: string, criteria: readonly Criterion[]): string {
  return criteria.find((one) => one.id === id)?.title ?? id;
}

/** Of each kind so many are told, the nearest; the document has them all. */
const MOST_FLIPS = 3;

/** What would make another option the best: weights, numbers, traffic, limits; the nearest of each. */
export function flipTexts({ decision, posed, traffic, question }: DecisionInput): readonly string[] {
  const { rivalry, withoutLimits } = decision;
  const freed = withoutLimits === null ? [] : [`Without the limits ${withoutLimits} would have the most points.`];
  if (rivalry === null) return freed;
  const { best, next, weights, values } = rivalry;
  const sum = posed.criteria.reduce((total, { weight }) => total + weight, 0);
  const byWeight = weights.slice(0, MOST_FLIPS).map(({ criterion, weight, change }) => {
    const now = formatShare((posed.criteria.find(({ id }) => id === criterion)?.weight ?? 0) / sum);
    return `${next} in place of ${best}, if ${titleOf(criterion, posed.criteria)} weighed ${change > 0 ? 'more' : 'less'} than ${formatShare(weight)} (now ${now}).`;
  });
  const byValue = values.slice(0, MOST_FLIPS).map(({ option, criterion, from, to }) => {
    return `They are level if ${titleOf(criterion, posed.criteria)} of ${option} were ${numberText(criterion, to)} (now ${numberText(criterion, from)}).`;
  });
  return [...freed, ...byWeight, ...byValue, ...trafficTexts(traffic, question)];
}

function trafficTexts(traffic: readonly TrafficFlip[], { perSecond }: Question): readonly string[] {
  const [first, ...flips] = traffic;
  if (first === undefined) return [];
  if (flips.length === 0)
    return [`At any traffic up to a million requests/s ${first.best} has the most points, all else as it is.`];
  const from = flips.map((flip) => `from ${formatNumber(flip.perSecond)} requests/s on ${flip.best}`);
  return [`By traffic, all else as it is (now ${formatNumber(perSecond)}/s): ${first.best}, ${listed(from)}.`];
}

/** Which number to make sure of next; null where none would change the best. */
export function nextText({ decision, posed }: DecisionInput): string | null {
  const [most] = decision.worth;
  if (most === undefined || most.changes === 0) return null;
  return `Make sure of ${titleOf(most.criterion, posed.criteria)} first: in ${formatShare(most.changes)} of what it may be, another option is the best.`;
}

export function missingText(missing: Missing): string {
  switch (missing.kind) {
    case 'not-measured':
      return `${missing.candidate} takes no part: no run has it on ${missing.scenario} beside the others. bakeoff run … ${missing.candidate} --scenario ${missing.scenario} measures it, the others named with it.`;
    case 'no-number':
      return `${CRITERION_HEADS[missing.criterion]} decides nothing, since ${listed(missing.candidates)} ${missing.candidates.length === 1 ? 'has' : 'have'} no number in it.`;
  }
}

/** What was said by nobody; each with the value that was taken. */
export function assumedText({ assumed, ...question }: Question): string | null {
  if (assumed.length === 0) return null;
  const valueOf = (key: string): string => {
    switch (key) {
      case 'work':
        return listed(question.work.map(({ scenario, share }) => `${scenario} ${formatShare(share)}`));
      case 'traffic.mean':
        return `${formatNumber(question.perSecond)}/s`;
      case 'traffic.peak':
        return `${formatNumber(question.peakFactor)} times the mean`;
      case 'utilisation':
        return formatShare(question.utilisation);
      case 'replicas':
        return `at least ${question.leastReplicas}`;
      case 'vcpu_per_core':
        return formatNumber(question.vcpuPerCore);
      case 'weights':
        return Object.entries(question.weights)
          .map(([id, weight]) => `${id} ${weight}`)
          .join(', ');
      case 'team.engineers':
        return String(question.team.engineers);
      case 'team.loaded_month':
        return `$${formatNumber(question.team.loadedMonth)}`;
      default:
        return key.startsWith('team.shipped') ? 'nobody' : '2 months';
    }
  };
  return `Assumed, since the config does not say: ${assumed.map((key) => `${key} ${valueOf(key)}`).join('; ')}.`;
}
