//! One connection: its state, and how its answer is judged.

use crate::answer::AnswerParser;
use crate::books::Wrong;
use crate::plan::Expected;
use crate::record::{Ending, Flight};
use crate::tls::Session;

/// What a connection is doing. Times and limits are ns on the clock.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum State {
    Closed {
        since: u64,
    },
    /// `flight`: the request that the connection is opened for, where each opens its own.
    Opening {
        flight: Option<Flight>,
        limit: u64,
    },
    Idle {
        since: u64,
    },
    /// The kernel has not taken the whole request yet.
    Sending {
        flight: Flight,
        limit: u64,
    },
    Awaiting {
        flight: Flight,
        limit: u64,
    },
}

/// A place for a connection; the connection in it may be lost and opened again.
#[derive(Debug)]
pub struct Connection {
    pub state: State,
    /// What wraps it, where the plan is for TLS.
    pub session: Option<Box<Session>>,
    pub parser: AnswerParser,
    /// The body of a sampled answer.
    pub body: Vec<u8>,
    pub sampled: bool,
    /// Answers that have come over the connection that is open now.
    pub served: u64,
    /// Attempts to open since the last answer; sets the pause before the next.
    pub attempts: u32,
    pub opened_before: bool,
    pub in_idle_queue: bool,
    pub on_wheel: bool,
}

impl Default for Connection {
    fn default() -> Self {
        Connection {
            state: State::Closed { since: 0 },
            session: None,
            parser: AnswerParser::default(),
            body: Vec::new(),
            sampled: false,
            served: 0,
            attempts: 0,
            opened_before: false,
            in_idle_queue: false,
            on_wheel: false,
        }
    }
}

impl Connection {
    /// The request under way, if one is.
    pub fn flight(&self) -> Option<Flight> {
        match self.state {
            State::Sending { flight, .. } | State::Awaiting { flight, .. } => Some(flight),
            State::Opening { flight, .. } => flight,
            State::Closed { .. } | State::Idle { .. } => None,
        }
    }

    /// The moment the present state has lasted too long; none for states that may last.
    pub fn limit(&self) -> Option<u64> {
        match self.state {
            State::Opening { limit, .. } | State::Sending { limit, .. } | State::Awaiting { limit, .. } => Some(limit),
            State::Closed { .. } | State::Idle { .. } => None,
        }
    }

    /// Judges the whole answer just read.
    pub fn judge(&self, expected: &Expected) -> Ending {
        let Some(head) = self.parser.head() else {
            return Ending::Wrong(Wrong::Framing);
        };
        if head.status != expected.status {
            return Ending::Wrong(Wrong::Status);
        }
        if expected
            .media_type
            .as_ref()
            .is_some_and(|wanted| !head.media_type.is(wanted))
        {
            return Ending::Wrong(Wrong::Type);
        }
        let length = self.parser.length();
        if length < expected.min_length || length > expected.max_length {
            return Ending::Wrong(Wrong::Length);
        }
        Ending::Correct
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Step;

    fn judged(answer: &str, expected: &Expected) -> Ending {
        let mut connection = Connection::default();
        let step = connection.parser.feed(answer.as_bytes(), &mut |_| {});
        assert!(matches!(step, Step::Done { .. }));
        connection.judge(expected)
    }

    #[test]
    fn an_answer_is_judged_by_status_then_type_then_length() {
        let expected = Expected {
            status: 200,
            media_type: Some("application/json".into()),
            min_length: 2,
            max_length: 3,
        };
        let answer = |status: u16, media: &str, body: &str| {
            format!(
                "HTTP/1.1 {status} X\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            )
        };
        let json = "application/json; charset=utf-8";
        assert_eq!(judged(&answer(200, json, "{}"), &expected), Ending::Correct);
        assert_eq!(
            judged(&answer(500, "text/plain", ""), &expected),
            Ending::Wrong(Wrong::Status)
        );
        assert_eq!(
            judged(&answer(200, "text/plain", ""), &expected),
            Ending::Wrong(Wrong::Type)
        );
        assert_eq!(judged(&answer(200, json, "1"), &expected), Ending::Wrong(Wrong::Length));
        assert_eq!(
            judged(&answer(200, json, "1234"), &expected),
            Ending::Wrong(Wrong::Length)
        );
    }
}
