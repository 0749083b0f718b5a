pub fn page(items: &[u32], number: usize, size: usize) -> Vec<u32> {
    items.iter().skip((number - 1) * size).take(size).copied().collect()
}
