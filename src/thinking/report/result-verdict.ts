import { metricOf } from '../measurement/reading.ts';
import type { Verdict } from '../verdict/verdict.ts';
import type { ResultDocument } from './result-schema.ts';
import { cautionText } from './words-of-caution.ts';
import { reasonText } from './words-of-verdict.ts';

/** A verdict of the document. */
export function verdictOf(verdict: Verdict): ResultDocument['verdicts'][number] {
  const {
    scenario,
    metric,
    contender,
    against,
    ratio,
    low,
    high,
    level,
    n,
    margin,
    family,
    alone,
    rank,
    sittings,
    atEqualSpeed,
  } = verdict;
  return {
    scenario,
    metric,
    contender,
    against,
    verdict: verdict.verdict,
    ratio,
    low,
    high,
    level,
    family,
    alone: alone === null ? null : { low: alone.low, high: alone.high, level: alone.level },
    signed_rank: rank === null ? null : { centre: rank.centre, low: rank.low, high: rank.high, level: rank.level },
    sittings: [...sittings],
    at_equal_speed: atEqualSpeed,
    n,
    margin,
    exploratory: !metricOf(metric).primary,
    reason: reasonText(verdict),
    reason_kind: verdict.reason.kind,
    warnings: verdict.cautions.map(cautionText),
  };
}
