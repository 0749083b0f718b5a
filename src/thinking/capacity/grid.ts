/**
 * The common grid of offered rates: 1/s and each time 5 % more. A capacity is one of its steps, so two contenders that carry the same
 * load are given the same number, and nobody is tried closer to a limit than another. 5 % is the margin of a peak rate: a finer grid
 * would cost attempts to tell what does not matter (IETF draft-ietf-bmwg-mlrsearch calls this the width of a search).
 *
 * It is fixed and not laid out from each contender's own rate, which would be another grid for each, and another one tomorrow.
 */
export const STEP_RATIO = 1.05;

/** As many as the generator is told and a report shows; they move a rate by 0.05 % at most. */
const DIGITS = 4;

/** The offered rate of a step, in requests per second. Multiplied out and not raised to a power, whose last digit engines may differ in. */
export function rateOf(step: number): number {
  if (!Number.isSafeInteger(step) || step < 0) throw new Error(`a grid step is a whole number from 0, got ${step}`);
  let rate = 1;
  for (let k = 0; k < step; k += 1) rate *= STEP_RATIO;
  return Number(rate.toPrecision(DIGITS));
}

/** The highest step whose rate is at or below this one; the first step, 1/s, where there is none. */
export function stepAtOrBelow(perSecond: number): number {
  if (!Number.isFinite(perSecond) || perSecond <= 0) throw new Error(`a rate is above 0, got ${perSecond}`);
  const nearest = Math.max(0, Math.round(Math.log(perSecond) / Math.log(STEP_RATIO)));
  // Rounded digits move a rate by a hundredth of a step, so the answer is this one or the one below.
  return nearest === 0 || rateOf(nearest) <= perSecond ? nearest : nearest - 1;
}
