//! A request of the plan as it is written.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use crate::plan::{Expected, Fill, Request, Slot, WIDEST_NUMBER};
use crate::problem::{Problem, rule};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WireRequest {
    bytes: Option<String>,
    base64: Option<String>,
    #[serde(default)]
    slots: Vec<WireSlot>,
    head: Option<bool>,
    pub min_length: Option<u64>,
    pub max_length: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireSlot {
    at: usize,
    width: usize,
    fill: WireFill,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum WireFill {
    K,
    Phase,
    Captured,
}

/// One request, ready to send.
pub(super) fn variant(wire: WireRequest, expected: Expected, at: &str) -> Result<Request, Problem> {
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
    let request = Request {
        head: wire.head.unwrap_or(bytes.starts_with(b"HEAD ")),
        slots: wire.slots.iter().map(slot).collect(),
        bytes: bytes.into_boxed_slice(),
        expected,
    };
    check_slots(&request, at)?;
    Ok(request)
}

fn slot(wire: &WireSlot) -> Slot {
    Slot {
        at: wire.at,
        width: wire.width,
        fill: match wire.fill {
            WireFill::K => Fill::K,
            WireFill::Phase => Fill::Phase,
            WireFill::Captured => Fill::Captured,
        },
    }
}

fn check_slots(request: &Request, at: &str) -> Result<(), Problem> {
    let (length, head) = (request.bytes.len(), request.head_end());
    let mut free = 0;
    for (index, slot) in request.slots.iter().enumerate() {
        let at = format!("{at}, slot {index}");
        let widest = match slot.fill {
            Fill::K | Fill::Phase => WIDEST_NUMBER,
            Fill::Captured => length,
        };
        rule((1..=widest).contains(&slot.width), || {
            format!("{at}: width must be from 1 to {widest}, got {}", slot.width)
        })?;
        rule(slot.at >= free, || {
            format!(
                "{at}: slots must be in order and none over another, so at must be {free} or more, got {}",
                slot.at
            )
        })?;
        // No sum here may overflow: at is anything the plan says.
        rule(slot.width <= length && slot.at <= length - slot.width, || {
            format!(
                "{at}: must lie within the request's {length} bytes, got at {} and width {}",
                slot.at, slot.width
            )
        })?;
        free = slot.at + slot.width;
        // The blank line itself is no place for a value.
        rule(free <= head || slot.at >= head + 4, || {
            format!(
                "{at}: must lie before the blank line at byte {head} or behind it, got bytes {} to {free}",
                slot.at
            )
        })?;
    }
    Ok(())
}
