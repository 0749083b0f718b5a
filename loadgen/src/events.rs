//! What a run says while it goes on: one JSON object a line, each written whole.

use std::io::{self, Write};

use serde::Serialize;

use crate::problem::Problem;
use crate::result::rooms::{DeliveryResult, RoomsResult};
use crate::result::{BodyResult, PhaseResult, SecondResult};

/// One line of output.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event<'a> {
    Connected {
        connections: usize,
        took_ms: f64,
    },
    Waiting {
        phase: &'a str,
    },
    Second {
        phase: &'a str,
        #[serde(flatten)]
        second: &'a SecondResult,
    },
    Bodies {
        phase: &'a str,
        bodies: &'a [BodyResult],
    },
    Deliveries {
        phase: &'a str,
        deliveries: &'a [DeliveryResult],
    },
    Phase {
        phase: &'a str,
        result: &'a PhaseResult,
    },
    #[serde(rename = "phase")]
    Rooms {
        phase: &'a str,
        result: &'a RoomsResult,
    },
    Error {
        reason: &'a str,
        message: &'a str,
    },
    End,
}

/// Where the events of a run go.
pub trait Listener {
    /// Takes one event; an error ends the run.
    fn hear(&mut self, event: &Event<'_>) -> Result<(), Problem>;
}

/// Writes events as NDJSON.
pub struct Lines<Out: Write>(pub Out);

impl<Out: Write> Listener for Lines<Out> {
    fn hear(&mut self, event: &Event<'_>) -> Result<(), Problem> {
        let mut line = serde_json::to_vec(event).map_err(io::Error::from).map_err(gone)?;
        line.push(b'\n');
        self.0.write_all(&line).and_then(|()| self.0.flush()).map_err(gone)
    }
}

fn gone(error: io::Error) -> Problem {
    Problem::ReaderGone(format!("the events could not be written: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_event_is_one_line_named_by_its_kind() {
        let mut out = Vec::new();
        let mut lines = Lines(&mut out);
        lines
            .hear(&Event::Connected {
                connections: 64,
                took_ms: 3.1,
            })
            .unwrap();
        lines.hear(&Event::Waiting { phase: "ste\nady" }).unwrap();
        lines.hear(&Event::End).unwrap();
        let text = String::from_utf8(out).unwrap();
        let expected = "{\"event\":\"connected\",\"connections\":64,\"took_ms\":3.1}\n\
                        {\"event\":\"waiting\",\"phase\":\"ste\\nady\"}\n{\"event\":\"end\"}\n";
        assert_eq!(text, expected);
    }
}
