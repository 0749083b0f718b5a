use crate::subject::is_live;
use std::time::{Duration, SystemTime};

#[test]
fn a_session_is_live_for_a_while() {
    let start = SystemTime::UNIX_EPOCH;
    assert!(is_live(start, start));
    assert!(!is_live(start, start + Duration::from_secs(3600)));
}
