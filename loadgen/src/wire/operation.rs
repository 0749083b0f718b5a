//! An operation of the plan as it is written.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use crate::plan::{Expected, Operation, Request};
use crate::problem::{Problem, rule};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WireOperation {
    id: String,
    #[serde(default = "unit_weight")]
    weight: f64,
    answer: WireAnswer,
    requests: Vec<WireRequest>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireAnswer {
    status: u16,
    #[serde(rename = "type")]
    media_type: Option<String>,
    min_length: Option<u64>,
    max_length: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireRequest {
    bytes: Option<String>,
    base64: Option<String>,
    head: Option<bool>,
    min_length: Option<u64>,
    max_length: Option<u64>,
}

fn unit_weight() -> f64 {
    1.0
}

/// One operation with its requests, each ready to send.
pub(super) fn operation(wire: WireOperation) -> Result<Operation, Problem> {
    let at = format!("operation \"{}\"", wire.id);
    rule(wire.weight > 0.0 && wire.weight.is_finite(), || {
        format!("{at}: weight must be a number above 0, got {}", wire.weight)
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
    Ok(Operation {
        id: wire.id,
        weight: wire.weight,
        requests,
    })
}

fn variant(wire: WireRequest, expected: Expected, at: &str) -> Result<Request, Problem> {
    let bytes = match (wire.bytes, wire.base64) {
        (Some(text), None) => text.into_bytes(),
        (None, Some(code)) => STANDARD.decode(&code).map_err(|error| {
            Problem::Usage(format!(
                "{at}: base64 must be standard base64 with padding, got: {error}"
            ))
        })?,
        (both, _) => {
            let given = if both.is_some() { "both" } else { "neither" };
            return Err(Problem::Usage(format!(
                "{at}: must have one of bytes and base64, got {given}"
            )));
        }
    };
    rule(!bytes.is_empty(), || {
        format!("{at}: must hold at least one byte, got none")
    })?;
    rule(expected.min_length <= expected.max_length, || {
        format!(
            "{at}: min_length must not exceed max_length, got {} and {}",
            expected.min_length, expected.max_length
        )
    })?;
    Ok(Request {
        head: wire.head.unwrap_or(bytes.starts_with(b"HEAD ")),
        bytes: bytes.into_boxed_slice(),
        expected,
    })
}
