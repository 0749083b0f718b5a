use crate::subject::{Settings, pool_for_reports};

#[test]
fn reports_are_read_from_the_replica() {
    assert_eq!(pool_for_reports().host, "replica");
}

#[test]
fn what_is_not_set_has_its_default() {
    let pool = Settings::default();
    assert_eq!((pool.host, pool.timeout_ms), ("primary", 5000));
}
