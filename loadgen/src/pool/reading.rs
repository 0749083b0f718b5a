//! What the bytes that come over a connection are to its answer.

use super::LONGEST_KEPT;
use crate::answer::Step;
use crate::books::Wrong;
use crate::clock;
use crate::connection::{Connection, State};
use crate::head::HeadCache;
use crate::plan::{Delivery, Plan};
use crate::record::{Ending, Flight};

/// What some bytes came to.
pub(super) enum Reading {
    More,
    /// Nobody had asked for them.
    Unsolicited,
    /// They end an answer; `keep`: the connection may carry another request.
    Answer {
        flight: Flight,
        ending: Ending,
        keep: bool,
    },
}

/// Reads `bytes`, which came at `at` or now, as (part of) the answer under way on `connection`. The gaps between the
/// pieces of a streamed answer are added to `gaps`, each with its operation.
pub(super) fn read(
    connection: &mut Connection,
    plan: &Plan,
    bytes: &[u8],
    at: Option<u64>,
    heads: &mut HeadCache,
    gaps: &mut Vec<(u32, u64)>,
) -> Reading {
    let flight = match connection.state {
        State::Sending { flight, .. } | State::Awaiting { flight, .. } => flight,
        State::Opening { .. } | State::Closed { .. } | State::Idle { .. } => return Reading::Unsolicited,
    };
    let operation = &plan.operations[flight.operation as usize];
    let expected = &plan.request(flight.operation, flight.variant).expected;
    let kept = connection.sampled || operation.capture.is_some();
    let Connection {
        parser, body, streamed, ..
    } = connection;
    let step = parser.feed(bytes, heads, &mut |data| {
        if kept && body.len() < LONGEST_KEPT {
            body.extend_from_slice(data);
        }
        if let Some(streamed) = streamed {
            let at = at.unwrap_or_else(clock::now);
            streamed.add(data, at, |ns| gaps.push((flight.operation, ns)));
        }
    });
    let enough = match (operation.delivery, &connection.streamed) {
        (Delivery::Events { enough: Some(enough) }, Some(streamed)) => streamed.events >= enough,
        _ => false,
    };
    let (ending, keep) = match step {
        Step::Broken(_) => (Ending::Wrong(Wrong::Framing), false),
        // Whatever follows the last event wanted, the stream is broken off here.
        _ if enough => (connection.judge(operation, expected), false),
        Step::More => return Reading::More,
        Step::Done { used } if used < bytes.len() => (Ending::Wrong(Wrong::Framing), false),
        Step::Done { .. } => {
            // An answer that comes before its request has gone out leaves the connection in no state to carry another.
            let whole = matches!(connection.state, State::Awaiting { .. });
            let keep = whole && connection.parser.head().is_some_and(|head| head.keep_alive);
            (connection.judge(operation, expected), keep)
        }
    };
    Reading::Answer { flight, ending, keep }
}
