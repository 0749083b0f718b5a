export function median(scores: number[]): number | undefined {
  const sorted = scores.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
