import type { Evidence } from '../claim/evidence.ts';
import { pose } from './options.ts';
import type { Question } from './question.ts';
import { scores } from './value.ts';

/** The mean rate from which on another option has the most points. */
export interface TrafficFlip {
  readonly perSecond: number;
  readonly best: string;
}

const LEAST = 1;
const MOST = 1e6;
/** Steps of a third: between two of them nothing that matters comes and goes. */
const STEP = 1.3;
/** A hundredth is nearer than any forecast of traffic. */
const NEAR = 1.01;

/**
 * Every rate from 1/s to a million at which the best option changes, rising, all else as it is. The first entry is who is best at the
 * lowest. Limits are left out of it: what a limit on the bill takes away is told where limits are.
 */
export function trafficFlips(question: Question, evidence: Evidence): readonly TrafficFlip[] {
  const bestAt = (perSecond: number): string | null => {
    const { options, criteria } = pose({ ...question, perSecond }, evidence);
    return options.length === 0 || criteria.every(({ weight }) => weight === 0)
      ? null
      : (scores(options, criteria)[0]?.option ?? null);
  };
  const flips: TrafficFlip[] = [];
  let before = LEAST;
  let best = bestAt(LEAST);
  if (best === null) return [];
  flips.push({ perSecond: LEAST, best });
  for (let rate = LEAST * STEP; rate <= MOST; rate *= STEP) {
    const found = bestAt(rate);
    if (found !== null && found !== best) {
      flips.push({ perSecond: between(before, rate, best, bestAt), best: found });
      best = found;
    }
    before = rate;
  }
  return flips;
}

/** Halves the step on a log scale until it is near enough. */
function between(low: number, high: number, best: string, bestAt: (perSecond: number) => string | null): number {
  let [from, to] = [low, high];
  while (to / from > NEAR) {
    const middle = Math.sqrt(from * to);
    if (bestAt(middle) === best) from = middle;
    else to = middle;
  }
  return to;
}
