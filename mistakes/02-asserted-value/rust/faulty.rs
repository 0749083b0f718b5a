use std::collections::HashMap;

pub fn token_of(headers: &HashMap<String, String>) -> &str {
    &headers.get("authorization").unwrap()["Bearer ".len()..]
}
