/**
 * The distance of Kolmogorov and Smirnov between `gaps` and the exponential law of the mean given: the greatest difference of
 * the two distribution functions. The law is fully known, nothing is estimated from the gaps, so the usual bounds hold.
 */
export function distance(gaps: Float64Array, mean: number): number {
  const sorted = gaps.toSorted();
  const n = sorted.length;
  return sorted.reduce((most, gap, index) => {
    const law = 1 - Math.exp(-gap / mean);
    return Math.max(most, (index + 1) / n - law, law - index / n);
  }, 0);
}

/**
 * The distance that one sample in a hundred of the law itself exceeds: √(−ln(α/2) / 2n), the first term of Kolmogorov's
 * limit, which is exact to four digits at 1 %; with Stephens' correction for finite n (1970).
 */
export function boundAtOnePercent(n: number): number {
  const root = Math.sqrt(n);
  return Math.sqrt(-Math.log(0.005) / 2) / (root + 0.12 + 0.11 / root);
}
