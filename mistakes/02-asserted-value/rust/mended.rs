use std::collections::HashMap;

pub fn token_of(headers: &HashMap<String, String>) -> &str {
    let header = headers.get("authorization").map_or("", String::as_str);
    header.strip_prefix("Bearer ").unwrap_or("none")
}
