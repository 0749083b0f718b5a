pub fn value_of(line: &str) -> &str {
    let parts: Vec<&str> = line.split('=').collect();
    parts[1].trim()
}
