use crate::subject::line_total;

#[test]
fn four_of_something() {
    assert_eq!(line_total(250, 4), Ok(1000));
}

#[test]
fn none_of_it() {
    assert_eq!(line_total(250, 0), Ok(0));
}
