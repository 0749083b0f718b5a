fn parse(version: &str) -> Vec<u32> {
    version.split('.').filter_map(|part| part.parse().ok()).collect()
}

pub fn is_supported(version: &str, oldest: &str) -> bool {
    parse(version) >= parse(oldest)
}
