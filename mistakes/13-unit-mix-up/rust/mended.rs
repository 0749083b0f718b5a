use std::time::{Duration, SystemTime};

const LENGTH_SECONDS: u64 = 60;

pub fn is_live(started_at: SystemTime, now: SystemTime) -> bool {
    let end = started_at + Duration::from_secs(LENGTH_SECONDS);
    now <= end
}
