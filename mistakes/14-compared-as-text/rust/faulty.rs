pub fn is_supported(version: &str, oldest: &str) -> bool {
    version >= oldest
}
