use crate::subject::is_paid;

#[test]
fn paid_in_two_parts() {
    assert!(is_paid(&[10.5, 4.5], 15.0));
}

#[test]
fn nothing_paid() {
    assert!(!is_paid(&[], 15.0));
}
