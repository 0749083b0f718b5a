use crate::subject::is_supported;

#[test]
fn newer_versions_are_supported_and_older_ones_not() {
    assert!(is_supported("2.4", "2.3"));
    assert!(!is_supported("1.9", "2.3"));
}

#[test]
fn the_oldest_itself_is_supported() {
    assert!(is_supported("2.3", "2.3"));
}
