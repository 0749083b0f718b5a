//! The section `rooms` of the plan as it is written.

use serde::Deserialize;

use crate::arrivals::Arrivals;
use crate::plan::{Load, Phase, Rooms};
use crate::problem::{Problem, rule};

/// The most memory the bits of who got what may take.
const MOST_BITS: u64 = 256 * 1024 * 1024 * 8;

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
    rule(wire.message.matches("${stamp}").count() == 1, || {
        format!("rooms: message must hold ${{stamp}} once, got \"{}\"", wire.message)
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
    })
}

/// Rooms have open phases only, and each phase's book must fit into memory.
pub(super) fn phases(rooms: &Rooms, phases: &[Phase], seed: u64) -> Result<(), Problem> {
    for phase in phases {
        let Load::Open { law, length } = &phase.load else {
            return Err(Problem::Usage(format!(
                "phase \"{}\": rooms need arrivals at a rate, got closed ones",
                phase.id
            )));
        };
        let planned = Arrivals::new(law, seed, &phase.id).count_before(*length);
        // A bit for each member, and three words for when it was due, sent and last received.
        let bits = planned.saturating_mul(rooms.members as u64 + 192);
        rule(bits <= MOST_BITS, || {
            format!(
                "phase \"{}\": messages x (members + 192) bits must be at most 256 MiB, got {planned} x {}",
                phase.id,
                rooms.members + 192
            )
        })?;
    }
    Ok(())
}
