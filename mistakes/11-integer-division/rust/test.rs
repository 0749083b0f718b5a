use crate::subject::percent_done;

#[test]
fn a_quarter_and_nothing() {
    assert_eq!(percent_done(1, 4), 25);
    assert_eq!(percent_done(0, 4), 0);
}
