use crate::subject::comment;

#[test]
fn a_comment_of_plain_words() {
    assert_eq!(comment("Ann", "Well done"), "<p><b>Ann</b>: Well done</p>");
}

#[test]
fn an_empty_comment() {
    assert_eq!(comment("Ann", ""), "<p><b>Ann</b>: </p>");
}
