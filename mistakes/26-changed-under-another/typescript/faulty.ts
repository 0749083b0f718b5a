export function median(scores: number[]): number | undefined {
  scores.sort((a, b) => a - b);
  return scores[Math.floor(scores.length / 2)];
}
