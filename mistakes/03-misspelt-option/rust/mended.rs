#[derive(Debug, PartialEq)]
pub struct Settings {
    pub host: &'static str,
    pub timeout_ms: u64,
    pub retries: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            host: "primary",
            timeout_ms: 5000,
            retries: 2,
        }
    }
}

pub fn pool_for_reports() -> Settings {
    Settings {
        host: "replica",
        timeout_ms: 60_000,
        ..Settings::default()
    }
}
