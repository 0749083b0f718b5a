pub fn median(scores: &[u32]) -> u32 {
    scores.sort();
    scores[scores.len() / 2]
}
