import { formatInterval, formatNumber, formatRatio, formatLevel, formatShare } from '../quantity/format.ts';
import { metricOf } from '../measurement/reading.ts';
import type { Told } from './words.ts';
import { count } from './words.ts';
import type { Ratio, Refusal, Verdict, VerdictReason } from '../verdict/verdict.ts';

function toSettle(blocks: number | null): string {
  return blocks === null
    ? 'Even 10,000 blocks would not settle it: look for what makes the rounds differ so much.'
    : `About ${count(blocks, 'block')} would settle it (--blocks ${blocks}).`;
}

const BOUND_WORDS = {
  database: 'the database or upstream was',
  generator: 'the load generator was',
  nothing: 'nothing that is counted was',
} as const;

const BOUND_REMEDY = {
  database: 'Give the database or upstream cores of its own, or compare CPU per request at the common rate.',
  generator: 'Give the load generator more cores, or compare CPU per request at the common rate.',
  nothing:
    'Requests waited for a pool, a lock, a disk, an upstream or each other: more connections or a larger pool would tell.',
} as const;

function boundText({ metric }: Verdict, reason: Extract<VerdictReason, { kind: 'bound-by' }>): string {
  const { entry, rounds, of, bound } = reason;
  const part =
    metricOf(metric).phase === 'peak' ? 'peaks' : metricOf(metric).phase === 'search' ? 'searches' : 'rounds';
  const what = `In ${rounds} of ${of} ${part} of ${entry} ${BOUND_WORDS[bound]} at the limit, not ${entry} itself`;
  return `${what}, so its ${metricOf(metric).title} says nothing about it. ${BOUND_REMEDY[bound]}`;
}

function insideText(verdict: Verdict, reason: Extract<VerdictReason, { kind: 'interval-inside-margin' }>): string {
  const bar =
    reason.floorMs === null ? `the margin of ${formatShare(verdict.margin)}` : `${formatNumber(reason.floorMs)} ms`;
  if (reason.negligibleDifference)
    return `There is a difference, but it is too small to matter: it lies within ${bar}.`;
  return `A difference that matters is ruled out: the ${formatLevel(reason.level)} interval lies within ${bar}.`;
}

function clearText(verdict: Verdict, p: number): string {
  const level = formatLevel(verdict.level);
  if (verdict.low === null || verdict.high === null) return `The ${level} interval leaves 1 out.`;
  const interval = `The ${level} interval, ${formatInterval(verdict.low, verdict.high, 'ratio')}`;
  if (verdict.low > 1 || verdict.high < 1) return `${interval}${together(verdict)}, leaves 1 out.`;
  return `${interval}${together(verdict)}, reaches 1; corrected step by step (Holm) the difference is sure all the same, p = ${formatP(p)}.`;
}

/** That an interval is wider than one by itself would be, so as to hold together with others. */
function together({ family }: Verdict): string {
  return family === 1 ? '' : `, wide enough to hold together with ${count(family - 1, 'other comparison')}`;
}

/** `0.032`; below a thousandth only that it is. */
function formatP(p: number): string {
  return p < 0.001 ? 'below 0.001' : p.toFixed(3);
}

function notSureText(verdict: Verdict, reason: Extract<VerdictReason, { kind: 'not-sure-enough' }>): string {
  const { of, p, asked, family, blocksNeeded } = reason;
  const what = of === 'difference' ? 'leaves 1 out' : 'lies within the margin';
  const by = verdict.alone === null ? '' : ` ${formatLevel(verdict.alone.level)}`;
  const corrected = family === 1 ? '' : `, corrected for ${family} comparisons,`;
  return `By itself the${by} interval ${what}, but p = ${formatP(p)}${corrected} is not below the ${formatShare(asked)} that this look asks for. ${toSettle(blocksNeeded)}`;
}

function apartText({ sittings, low, high }: Extract<VerdictReason, { kind: 'sittings-apart' }>): string {
  const range = `between ${formatRatio(low)} and ${formatRatio(high)}`;
  return `The blocks of each sitting would be enough, but the ratio was ${range} from sitting to sitting, and ${count(sittings, 'sitting')} do not tell well enough how far it moves. Another sitting would tell more: run again after half an hour or more, and compare both runs.`;
}

function unchangedText(verdict: Verdict, reason: Extract<VerdictReason, { kind: 'order-never-changed' }>): string {
  const { contender, against } = verdict;
  const apart = `${count(Math.abs(reason.places), 'place')} ${reason.places > 0 ? 'after' : 'before'}`;
  return `In all ${count(reason.n, 'block')} ${contender} ran ${apart} ${against}, so what the place does cannot be told from what the contender does. More blocks change the order.`;
}

/** Why a verdict has its word, and for `undecided` what would decide it. */
export function reasonText(verdict: Verdict): string {
  const { reason } = verdict;
  switch (reason.kind) {
    case 'interval-clear-of-one':
      return clearText(verdict, reason.p);
    case 'interval-inside-margin':
      return insideText(verdict, reason);
    case 'interval-too-wide': {
      const seen = `This run could have seen a difference of ${formatShare(reason.smallestSeen)}`;
      const margin = `${formatShare(verdict.margin)} would matter`;
      return `The interval holds 1 and reaches beyond the margin. ${seen}; ${margin}. ${toSettle(reason.blocksNeeded)}`;
    }
    case 'intervals-disagree': {
      const rank = formatInterval(reason.low, reason.high, 'ratio');
      return `The interval leaves 1 out, but that of signed ranks, ${rank}, does not: a few blocks make all of the difference. More blocks would tell.`;
    }
    case 'not-sure-enough':
      return notSureText(verdict, reason);
    case 'difference-near-floor': {
      const floor = `${formatNumber(reason.floorMs)} ms, below which nobody notices`;
      return `There is a difference, but it may be less than ${floor}. ${toSettle(reason.blocksNeeded)}`;
    }
    case 'sittings-apart':
      return apartText(reason);
    case 'too-few-blocks':
      return `${count(reason.n, 'block yields', 'blocks yield')} evidence, an interval needs ${reason.needed}. Run more (--blocks 12).`;
    case 'order-never-changed':
      return unchangedText(verdict, reason);
    case 'bound-by':
      return boundText(verdict, reason);
    case 'tail-too-thin': {
      const rounds = `In ${reason.rounds} of ${reason.of} rounds`;
      return `${rounds} fewer than 30 requests lie beyond this percentile. A longer profile or a higher rate gives it.`;
    }
    case 'nothing-to-divide-by':
      return `In ${reason.rounds} of ${reason.of} blocks one of the two had none at all, and there is no ratio to nothing. Compare the values themselves.`;
    case 'not-measured':
      return `There is no value of this metric for ${reason.entry}, so nothing can be compared with it.`;
    case 'run-refused':
      return 'The run was refused, so it gives no verdict and no ratio.';
    default:
      return reason satisfies never;
  }
}

function ratioWords({ ratio, low, high }: Ratio): string {
  return `${formatRatio(ratio)} (${formatInterval(low, high, 'ratio')})`;
}

/** Why a run gives no verdict, and what to do. */
export function refusalText(refusal: Refusal): Told {
  switch (refusal.kind) {
    case 'placebo-differs': {
      const { scenario, metric, ratio, low, high, level } = refusal;
      const interval = `${formatLevel(level)} interval ${formatInterval(low, high, 'ratio')}`;
      const seen = `${formatRatio(ratio)} of its own ${metricOf(metric).title} (${interval}) in ${scenario}`;
      return {
        reason: `The placebo - the baseline, entered twice - came out at ${seen}; equal programs must come out equal.`,
        remedy: 'Find what disturbs the machine (bakeoff doctor), then run again, with more blocks if there is time.',
      };
    }
    case 'too-many-void': {
      const share = `${refusal.void} of ${refusal.of} blocks of ${refusal.scenario}`;
      return {
        reason: `${share} are void, more than the ${formatShare(refusal.limit)} allowed; the rest would be a choice of quiet moments.`,
        remedy: 'Stop what else runs on the machine (the void blocks name it), then run again.',
      };
    }
    case 'halves-differ': {
      const { scenario, metric, contender, against, first, second } = refusal;
      return {
        reason: `In ${scenario} the ${metricOf(metric).title} of ${contender} against ${against} was ${ratioWords(first)} in the first half of the blocks and ${ratioWords(second)} in the second: the machine drifted, and not equally for both.`,
        remedy:
          'Run again when the machine has settled; if it stays so, more blocks or a longer profile average over the drift.',
      };
    }
    case 'machine-changed':
      return {
        reason: `The machine changed during the run: it was ${refusal.was}, it is ${refusal.is}.`,
        remedy: 'Start a new run; rounds of two machines cannot be paired.',
      };
    default:
      return refusal satisfies never;
  }
}
