//! One connection: its state, and how its answer is judged.

use std::sync::Arc;

use crate::answer::AnswerParser;
use crate::books::Wrong;
use crate::plan::{Delivery, Expected, Operation};
use crate::record::{Ending, Flight};
use crate::stream::Streamed;
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
    /// The body of an answer that is sampled or searched.
    pub body: Vec<u8>,
    pub sampled: bool,
    /// What was found in the last answer, or is to be filled into the next request.
    pub captured: Vec<u8>,
    /// What has come of a streamed answer.
    pub streamed: Option<Streamed>,
    /// Length of the request under way.
    pub outgoing: u64,
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
            captured: Vec::new(),
            streamed: None,
            outgoing: 0,
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

    /// Judges the whole answer just read; what its follower needs of it is then in `captured`.
    pub fn judge(&mut self, operation: &Operation, expected: &Expected) -> Ending {
        if let Some(wrong) = self.wrong_with(expected) {
            return Ending::Wrong(wrong);
        }
        let too_few = match (operation.delivery, &self.streamed) {
            (Delivery::Events { enough: Some(enough) }, Some(streamed)) => streamed.events < enough,
            _ => false,
        };
        if too_few {
            return Ending::Wrong(Wrong::Length);
        }
        if let Some(capture) = &operation.capture {
            let Some(value) = capture.find(&self.body) else {
                return Ending::Wrong(Wrong::Capture);
            };
            self.captured.clear();
            self.captured.extend_from_slice(value);
        }
        Ending::Correct
    }

    fn wrong_with(&self, expected: &Expected) -> Option<Wrong> {
        let Some(head) = self.parser.head() else {
            return Some(Wrong::Framing);
        };
        let other_type = |wanted: &Arc<str>| !head.media_type.is(wanted);
        let length = self.parser.length();
        if head.status != expected.status {
            Some(Wrong::Status)
        } else if expected.media_type.as_ref().is_some_and(other_type) {
            Some(Wrong::Type)
        } else if length < expected.min_length || length > expected.max_length {
            Some(Wrong::Length)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Step;
    use crate::head::HeadCache;
    use crate::plan::Turn;

    fn judged(answer: &str, expected: &Expected) -> Ending {
        let mut connection = Connection::default();
        let step = connection
            .parser
            .feed(answer.as_bytes(), &mut HeadCache::default(), &mut |_| {});
        assert!(matches!(step, Step::Done { .. }));
        let operation = Operation {
            id: String::new(),
            turn: Turn::Drawn(1.0),
            follower: None,
            capture: None,
            delivery: Delivery::Whole,
            requests: Vec::new(),
        };
        connection.judge(&operation, expected)
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
