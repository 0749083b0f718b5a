/** How values that come in groups scatter: within a group, and the groups themselves beyond what that makes of their means. */
export interface Components {
  readonly groups: number;
  readonly within: number;
  /** 0 where the means of the groups are no further apart than their scatter within makes them. */
  readonly between: number;
}

/**
 * Standard deviations of the two, by the one-way analysis of variance (Searle, Casella and McCulloch, *Variance Components*, chapter 3).
 *
 * @param groups of the same number of values, two or more; two groups or more.
 */
export function components(groups: readonly (readonly number[])[]): Components {
  const size = groups[0]?.length ?? 0;
  if (groups.length < 2 || size < 2 || groups.some((group) => group.length !== size)) {
    throw new Error('variance components need two groups or more of the same size, two values or more');
  }
  const means = groups.map(mean);
  const centre = mean(means);
  const squares = groups.map((group, i) => sum(group.map((value) => (value - (means[i] ?? 0)) ** 2)));
  const within = sum(squares) / (groups.length * (size - 1));
  const ofMeans = sum(means.map((one) => (one - centre) ** 2)) / (groups.length - 1);
  return {
    groups: groups.length,
    within: Math.sqrt(within),
    between: Math.sqrt(Math.max(0, ofMeans - within / size)),
  };
}

/** The slope of y on x that the groups have within themselves, in common. */
export function slopeWithin(groups: readonly (readonly { readonly x: number; readonly y: number }[])[]): number {
  const parts = groups.map((group) => {
    const [x, y] = [mean(group.map((one) => one.x)), mean(group.map((one) => one.y))];
    return {
      xy: sum(group.map((one) => (one.x - x) * (one.y - y))),
      xx: sum(group.map((one) => (one.x - x) ** 2)),
    };
  });
  return sum(parts.map(({ xy }) => xy)) / sum(parts.map(({ xx }) => xx));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}
