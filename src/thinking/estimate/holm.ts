/**
 * P values corrected for their number, step by step: the smallest times n, the next times n − 1 and so on, none below the one
 * before it (Holm, Scand. J. Statist. 1979). Who calls a difference where the corrected p is below α calls a false one in at
 * most α of the families, whatever the dependence between them. In the order given.
 */
export function holm(pValues: readonly number[]): readonly number[] {
  const order = pValues.map((p, index) => ({ p, index })).toSorted((one, other) => one.p - other.p);
  const adjusted = pValues.map(() => 1);
  let reached = 0;
  for (const [rank, { p, index }] of order.entries()) {
    reached = Math.max(reached, Math.min(1, (order.length - rank) * p));
    adjusted[index] = reached;
  }
  return adjusted;
}
