use std::collections::{HashMap, HashSet};

pub fn depth_of(managers: &HashMap<&str, &str>, name: &str) -> u32 {
    depth_below(managers, name, &mut HashSet::new())
}

fn depth_below(managers: &HashMap<&str, &str>, name: &str, below: &mut HashSet<String>) -> u32 {
    match managers.get(name) {
        Some(manager) if below.insert(name.to_owned()) => 1 + depth_below(managers, manager, below),
        _ => 0,
    }
}
