pub fn page(items: &[u32], number: usize, size: usize) -> Vec<u32> {
    items.iter().skip(number * size).take(size).copied().collect()
}
