use crate::subject::token_of;
use std::collections::HashMap;

#[test]
fn the_token_stands_behind_the_word_bearer() {
    let headers = HashMap::from([("authorization".to_owned(), "Bearer abc".to_owned())]);
    assert_eq!(token_of(&headers), "abc");
}

#[test]
fn a_request_without_the_header_has_no_token() {
    assert_eq!(token_of(&HashMap::new()), "none");
}
