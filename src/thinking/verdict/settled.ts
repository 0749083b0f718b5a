import { metricOf } from '../measurement/reading.ts';
import type { Verdict, VerdictReason } from './verdict.ts';

/** Reasons for being undecided that more blocks may remove. */
const BLOCKS_MAY_TELL: readonly VerdictReason['kind'][] = [
  'interval-too-wide',
  'difference-near-floor',
  'intervals-disagree',
  'not-sure-enough',
  'too-few-blocks',
  'sittings-apart',
  'order-never-changed',
];

/**
 * True where every primary question has a word, or none that more blocks could give it: what a look asks. False where nothing
 * primary is asked, as of the baseline alone: then every block planned is wanted.
 */
export function isSettled(verdicts: readonly Verdict[]): boolean {
  const primary = verdicts.filter((verdict) => metricOf(verdict.metric).primary);
  return primary.length > 0 && !primary.some(({ reason }) => BLOCKS_MAY_TELL.includes(reason.kind));
}
