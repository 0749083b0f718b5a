use crate::subject::value_of;

#[test]
fn the_value_stands_behind_the_mark() {
    assert_eq!(value_of("port = 80"), "80");
}

#[test]
fn a_value_may_be_empty() {
    assert_eq!(value_of("prefix ="), "");
}
