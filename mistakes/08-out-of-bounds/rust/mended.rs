pub fn value_of(line: &str) -> &str {
    let parts: Vec<&str> = line.split('=').collect();
    parts.get(1).map_or("", |value| value.trim())
}
