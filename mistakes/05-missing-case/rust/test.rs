use crate::subject::{State, word_for};

#[test]
fn each_state_has_its_word() {
    assert_eq!(word_for(&State::Paid), "being packed");
    assert_eq!(word_for(&State::Sent), "on its way");
}
