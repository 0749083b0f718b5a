use std::collections::HashMap;

pub fn depth_of(managers: &HashMap<&str, &str>, name: &str) -> u32 {
    match managers.get(name) {
        Some(manager) => 1 + depth_of(managers, manager),
        None => 0,
    }
}
