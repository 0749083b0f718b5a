use crate::subject::{Session, drop_expired};

#[test]
fn expired_sessions_are_dropped() {
    let mut sessions = vec![Session { end: 20 }, Session { end: 5 }, Session { end: 30 }];
    assert_eq!(drop_expired(&mut sessions, 10), 2);
    assert_eq!(drop_expired(&mut sessions, 10), 2);
}
