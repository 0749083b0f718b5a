use crate::subject::preview;

#[test]
fn a_long_text_is_cut() {
    assert_eq!(preview("Good morning"), "Good mor");
}

#[test]
fn a_short_text_is_not() {
    assert_eq!(preview("Hi"), "Hi");
}
