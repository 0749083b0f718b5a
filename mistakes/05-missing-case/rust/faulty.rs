pub enum State {
    Open,
    Paid,
    Sent,
    Returned,
}

pub fn word_for(state: &State) -> &'static str {
    match state {
        State::Open => "not paid yet",
        State::Paid => "being packed",
        State::Sent => "on its way",
    }
}
