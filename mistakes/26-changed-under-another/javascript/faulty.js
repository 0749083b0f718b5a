export function median(scores) {
  scores.sort((a, b) => a - b);
  return scores[Math.floor(scores.length / 2)];
}
