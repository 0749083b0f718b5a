//! The section `rooms` of the plan as it is written.

use serde::Deserialize;

use super::WirePlan;
use crate::arrivals::{Arrivals, Law};
use crate::plan::{Kept, Load, Phase, Rooms};
use crate::problem::{Problem, rule};
use crate::websocket::{frame, marker, page};

/// The longest message as it is written, in bytes: the stamp takes the place of less, and what comes back must be readable.
const LONGEST_MESSAGE: usize = frame::LONGEST - marker::LENGTH;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WireRooms {
    path: String,
    #[serde(default)]
    headers: std::collections::BTreeMap<String, String>,
    count: usize,
    members: usize,
    join: Option<String>,
    message: String,
    echo_to_sender: bool,
    #[serde(default)]
    text_or_binary: Kind,
    counting: Option<String>,
    #[serde(default)]
    sample_members: usize,
    #[serde(default = "usual_samples")]
    sample_max: usize,
}

/// Deliveries that are kept where a plan says of how many members, and not how many.
fn usual_samples() -> usize {
    1000
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "lowercase")]
enum Kind {
    #[default]
    Text,
    Binary,
}

impl WireRooms {
    /// How many connections the rooms take.
    pub(super) fn connections(&self) -> usize {
        self.count.saturating_mul(self.members)
    }
}

/// What a plan of rooms must not say, because nothing would come of it. Speaking plain text where TLS was asked for would be
/// the worst of it.
pub(super) fn alone(wire: &WirePlan) -> Result<(), Problem> {
    let Some(rooms) = &wire.rooms else { return Ok(()) };
    let ignored = [
        ("tls", wire.tls.is_some()),
        ("operations", !wire.operations.is_empty()),
        ("io", wire.io.is_some()),
        ("queue_cap", wire.queue_cap.is_some()),
        ("queue_age_cap_ms", wire.queue_age_cap_ms.is_some()),
        ("in_flight_cap", wire.in_flight_cap.is_some()),
        ("requests_per_connection", wire.requests_per_connection.is_some()),
        ("spin_us", wire.spin_us.is_some()),
        ("first_phase", wire.first_phase.is_some()),
        ("sample_body_every", wire.sample_body_every.is_some()),
        ("sample_body_max", wire.sample_body_max.is_some()),
    ];
    let given: Vec<&str> = ignored
        .iter()
        .filter(|(_, given)| *given)
        .map(|(name, _)| *name)
        .collect();
    rule(given.is_empty(), || {
        format!(
            "rooms: must be given without keys that are for requests, got {}; leave them out (rooms are plain WebSocket)",
            given.join(", ")
        )
    })?;
    let own = rooms.connections();
    rule(wire.connections.is_none_or(|connections| connections == own), || {
        format!(
            "connections: must be count x members of the rooms ({own}) or left out, got {}",
            wire.connections.unwrap_or(0)
        )
    })
}

/// The rooms, checked.
pub(super) fn rooms(wire: WireRooms) -> Result<Rooms, Problem> {
    rule(
        wire.count >= 1 && wire.members >= 2 && wire.connections() <= 60_000,
        || {
            format!(
                "rooms: count must be 1 or more, members 2 or more, together at most 60000 connections, got {} and {}",
                wire.count, wire.members
            )
        },
    )?;
    rule(
        wire.path.starts_with('/') && wire.path.bytes().all(|b| b.is_ascii_graphic()),
        || format!("rooms: path must begin with / and hold no space, got \"{}\"", wire.path),
    )?;
    let plain = |text: &String| text.bytes().all(|b| b == b' ' || b.is_ascii_graphic());
    rule(
        wire.headers.iter().all(|(name, value)| plain(name) && plain(value)),
        || "rooms: headers must be plain text without line ends".to_string(),
    )?;
    rule(wire.message.len() <= LONGEST_MESSAGE, || {
        format!(
            "rooms: message must be at most {LONGEST_MESSAGE} bytes, got {}",
            wire.message.len()
        )
    })?;
    rule(wire.message.matches("${stamp}").count() == 1, || {
        format!("rooms: message must hold ${{stamp}} once, got \"{}\"", wire.message)
    })?;
    let plain_key = |key: &String| !key.is_empty() && !key.contains(['"', '\\']);
    rule(wire.counting.as_ref().is_none_or(plain_key), || {
        "rooms: counting must be a key without quotes and backslashes".to_string()
    })?;
    Ok(Rooms {
        path: wire.path,
        headers: wire.headers.into_iter().collect(),
        count: wire.count,
        members: wire.members,
        join: wire.join,
        message: wire.message,
        echo_to_sender: wire.echo_to_sender,
        binary: matches!(wire.text_or_binary, Kind::Binary),
        kept: Kept {
            members: wire.sample_members,
            max: wire.sample_max,
        },
        counting: wire.counting,
    })
}

/// What phases of rooms must keep to.
pub(super) fn phases(rooms: &Rooms, phases: &[Phase], seed: u64, workers: usize) -> Result<(), Problem> {
    phases.iter().try_for_each(|phase| match &phase.load {
        Load::Open { law, length } => open(rooms, phase, law, *length, seed),
        Load::Closed { length, .. } => closed(phase, *length, workers),
    })
}

/// An open phase's book must fit into memory.
fn open(rooms: &Rooms, phase: &Phase, law: &Law, length: u64, seed: u64) -> Result<(), Problem> {
    let most = page::most_messages(rooms.members);
    let mut planned = Arrivals::new(law, seed, &phase.id).take_while(|(_, due)| *due < length);
    rule(planned.nth(most as usize).is_none(), || {
        format!(
            "phase \"{}\": messages x (2 x members + 256) bits must be at most 256 MiB, so at most {most} messages, got more",
            phase.id
        )
    })
}

/// A closed one goes by what a room's members get, and a room of which nobody can send any more would never end by messages.
fn closed(phase: &Phase, length: Option<u64>, workers: usize) -> Result<(), Problem> {
    rule(length.is_some(), || {
        format!(
            "phase \"{}\": for_ms must be given with closed arrivals of rooms, got requests alone",
            phase.id
        )
    })?;
    rule(workers == 1, || {
        format!(
            "phase \"{}\": closed arrivals of rooms need workers to be 1, since the members of a room would be on several \
             threads, got {workers}",
            phase.id
        )
    })
}
