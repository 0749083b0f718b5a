//! An operation of the plan as it is written.

use std::sync::Arc;

use serde::Deserialize;

use super::request::{WireRequest, variant};
use crate::plan::{Capture, Delivery, Expected, Operation, Turn};
use crate::problem::{Problem, rule};

/// The longest value, and the longest mark before or behind it, that a capture may have.
const LONGEST_CAPTURE: usize = 4096;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WireOperation {
    id: String,
    weight: Option<f64>,
    after: Option<String>,
    capture: Option<WireCapture>,
    answer: WireAnswer,
    requests: Vec<WireRequest>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireCapture {
    after: String,
    until: String,
    longest: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireAnswer {
    status: u16,
    #[serde(rename = "type")]
    media_type: Option<String>,
    min_length: Option<u64>,
    max_length: Option<u64>,
    stream: Option<WireStream>,
    events: Option<u64>,
}

#[derive(Deserialize, Clone, Copy, PartialEq)]
#[serde(rename_all = "lowercase")]
enum WireStream {
    Bytes,
    Events,
}

/// One operation with its requests, each ready to send, and the id of the one it comes after: until they are joined,
/// it stands as one that is drawn.
pub(super) fn operation(wire: WireOperation) -> Result<(Operation, Option<String>), Problem> {
    let at = format!("operation \"{}\"", wire.id);
    rule(wire.after.is_none() || wire.weight.is_none(), || {
        format!("{at}: weight belongs to operations that are drawn; one with after is issued when that is answered")
    })?;
    let weight = wire.weight.unwrap_or(1.0);
    rule(weight > 0.0 && weight.is_finite(), || {
        format!("{at}: weight must be a number above 0, got {weight}")
    })?;
    rule((200..=599).contains(&wire.answer.status), || {
        format!(
            "{at}: answer.status must be from 200 to 599, got {}",
            wire.answer.status
        )
    })?;
    rule(!wire.requests.is_empty(), || {
        format!("{at}: requests must hold at least one, got none")
    })?;
    let delivery = delivery(&wire.answer, &at)?;
    rule(wire.capture.is_none() || delivery == Delivery::Whole, || {
        format!("{at}: capture needs a whole answer, got one with answer.stream")
    })?;
    let media_type: Option<Arc<str>> = wire.answer.media_type.as_ref().map(|given| {
        let plain = given.split(';').next().unwrap_or(given);
        Arc::from(plain.trim().to_ascii_lowercase())
    });
    let requests = wire
        .requests
        .into_iter()
        .enumerate()
        .map(|(index, request)| {
            let expected = Expected {
                status: wire.answer.status,
                media_type: media_type.clone(),
                min_length: request.min_length.or(wire.answer.min_length).unwrap_or(0),
                max_length: request.max_length.or(wire.answer.max_length).unwrap_or(u64::MAX),
            };
            variant(request, expected, &format!("{at}, request {index}"))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let operation = Operation {
        id: wire.id,
        turn: Turn::Drawn(weight),
        follower: None,
        capture: wire.capture.map(|given| capture(given, &at)).transpose()?,
        delivery,
        requests,
    };
    Ok((operation, wire.after))
}

fn delivery(answer: &WireAnswer, at: &str) -> Result<Delivery, Problem> {
    rule(answer.events != Some(0), || {
        format!("{at}: answer.events must be 1 or more, got 0")
    })?;
    rule(
        answer.events.is_none() || answer.stream == Some(WireStream::Events),
        || format!("{at}: answer.events belongs to \"stream\": \"events\""),
    )?;
    Ok(match answer.stream {
        None => Delivery::Whole,
        Some(WireStream::Bytes) => Delivery::Bytes,
        Some(WireStream::Events) => Delivery::Events { enough: answer.events },
    })
}

fn capture(wire: WireCapture, at: &str) -> Result<Capture, Problem> {
    for (name, length) in [
        ("after", wire.after.len()),
        ("until", wire.until.len()),
        ("longest", wire.longest),
    ] {
        rule((1..=LONGEST_CAPTURE).contains(&length), || {
            format!("{at}: capture.{name} must be from 1 to {LONGEST_CAPTURE} bytes, got {length}")
        })?;
    }
    Ok(Capture {
        after: wire.after.into_bytes().into(),
        until: wire.until.into_bytes().into(),
        longest: wire.longest,
        exact: None,
        in_head: false,
    })
}
