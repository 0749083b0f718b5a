pub fn median(scores: &[u32]) -> u32 {
    let mut sorted = scores.to_vec();
    sorted.sort();
    sorted[sorted.len() / 2]
}
