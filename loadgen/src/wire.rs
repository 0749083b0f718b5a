//! `loadgen/plan@1` as it is written, and its translation into a `Plan`. Wire types stay in here.

mod chain;
mod operation;
mod phase;
mod request;
mod rooms;
mod sockets;
mod targets;

use serde::Deserialize;

use self::operation::{WireOperation, operation};
use self::phase::{WirePhase, phase};
use self::rooms::WireRooms;
use self::sockets::{WireIo, WireTls, io, trust};
use self::targets::{WireOwned, owned};

use crate::clock::{MICROSECOND, MILLISECOND};
use crate::plan::{Load, Operation, Phase, Plan, Sampling};
use crate::problem::{Problem, rule};
use crate::target::{self, Permission};

const SCHEMA: &str = "loadgen/plan@1";
/// The histograms end at 120 s, so no time limit may lie beyond.
const LONGEST_TIMEOUT_MS: u64 = 120_000;
/// Polling is for the last moments; beyond this the core would be ours for most of the time.
pub const LONGEST_SPIN_US: u64 = 1000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WirePlan {
    schema: String,
    target: String,
    tls: Option<WireTls>,
    #[serde(default)]
    targets: Vec<WireOwned>,
    #[serde(default)]
    allow_remote: bool,
    connections: Option<usize>,
    #[serde(default = "one")]
    workers: usize,
    #[serde(default)]
    cores: Vec<usize>,
    #[serde(default)]
    realtime: bool,
    io: Option<WireIo>,
    seed: u64,
    #[serde(default = "five_seconds")]
    timeout_ms: u64,
    drain_ms: Option<u64>,
    queue_cap: Option<usize>,
    queue_age_cap_ms: Option<u64>,
    in_flight_cap: Option<usize>,
    requests_per_connection: Option<u64>,
    spin_us: Option<u64>,
    #[serde(default)]
    handshake: bool,
    sample_body_every: Option<u64>,
    sample_body_max: Option<u64>,
    #[serde(default)]
    operations: Vec<WireOperation>,
    rooms: Option<WireRooms>,
    first_phase: Option<u32>,
    phases: Vec<WirePhase>,
}

fn one() -> usize {
    1
}
fn five_seconds() -> u64 {
    5000
}

/// What a plan that says nothing of them gets.
const QUEUE_CAP: usize = 65_536;
const SAMPLE_BODY_MAX: u64 = 256;

/// Reads a plan. `Problem::Usage` names the field, the rule and what was given; a target that is not
/// allowed is `Problem::Refused`.
pub fn read_plan(text: &str) -> Result<Plan, Problem> {
    let wire: WirePlan = serde_json::from_str(text)
        .map_err(|error| Problem::Usage(format!("plan: must be a {SCHEMA} document in JSON, got: {error}")))?;
    rule(wire.schema == SCHEMA, || {
        format!("schema: must be \"{SCHEMA}\", got \"{}\"", wire.schema)
    })?;
    rooms::alone(&wire)?;
    let connections = match &wire.rooms {
        Some(rooms) => rooms.connections(),
        None => wire.connections.unwrap_or(0),
    };
    limits(&wire, connections)?;
    let rooms = wire.rooms.map(rooms::rooms).transpose()?;
    let (mut operations, after): (Vec<_>, Vec<_>) = wire
        .operations
        .into_iter()
        .map(operation)
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .unzip();
    unique("operations", operations.iter().map(|o| o.id.as_str()))?;
    chain::join(&mut operations, &after)?;
    let phases = wire.phases.into_iter().map(phase).collect::<Result<Vec<_>, _>>()?;
    unique("phases", phases.iter().map(|p| p.id.as_str()))?;
    if let Some(rooms) = &rooms {
        rooms::phases(rooms, &phases, wire.seed, wire.workers)?;
    }
    let owned = wire.targets.into_iter().map(owned).collect::<Result<Vec<_>, _>>()?;
    let permission = Permission::Listed {
        targets: &owned,
        highest_per_s: highest_per_s(&phases, &operations),
        allow_remote: wire.allow_remote,
    };
    Ok(Plan {
        target: target::resolve(&wire.target, permission)?,
        tls: trust(wire.tls.as_ref())?,
        connections,
        workers: wire.workers,
        cores: wire.cores,
        realtime: wire.realtime,
        io: io(wire.io.as_ref()),
        seed: wire.seed,
        timeout: wire.timeout_ms * MILLISECOND,
        drain: wire.drain_ms.unwrap_or(wire.timeout_ms) * MILLISECOND,
        queue_cap: wire.queue_cap.unwrap_or(QUEUE_CAP),
        queue_age_cap: wire.queue_age_cap_ms.map(|ms| ms * MILLISECOND),
        in_flight_cap: wire.in_flight_cap.unwrap_or(connections),
        requests_per_connection: wire.requests_per_connection,
        spin: wire.spin_us.unwrap_or(0) * MICROSECOND,
        handshake: wire.handshake,
        sampling: wire.sample_body_every.map(|every| Sampling {
            every,
            max: wire.sample_body_max.unwrap_or(SAMPLE_BODY_MAX),
        }),
        operations,
        rooms,
        first_phase: wire.first_phase.unwrap_or(0),
        phases,
    })
}

/// The highest rate any phase plans, none when one has closed arrivals and so no bound. Each answer may bring the
/// next request of a chain with it, so the longest chain counts in full.
fn highest_per_s(phases: &[Phase], operations: &[Operation]) -> Option<f64> {
    let highest = phases.iter().try_fold(0f64, |highest, phase| match &phase.load {
        Load::Open { law, .. } => Some(highest.max(law.highest_per_s())),
        Load::Closed { .. } => None,
    });
    highest.map(|highest| highest * chain::longest(operations) as f64)
}

fn limits(wire: &WirePlan, connections: usize) -> Result<(), Problem> {
    rule((1..=60_000).contains(&connections), || {
        format!("connections: must be from 1 to 60000, got {connections}")
    })?;
    rule((1..=connections.min(256)).contains(&wire.workers), || {
        format!(
            "workers: must be from 1 to 256 and no more than connections ({connections}), got {}",
            wire.workers
        )
    })?;
    rule((1..=LONGEST_TIMEOUT_MS).contains(&wire.timeout_ms), || {
        format!(
            "timeout_ms: must be from 1 to {LONGEST_TIMEOUT_MS}, got {}",
            wire.timeout_ms
        )
    })?;
    let drain = wire.drain_ms.unwrap_or(0);
    rule(drain <= LONGEST_TIMEOUT_MS, || {
        format!("drain_ms: must be from 0 to {LONGEST_TIMEOUT_MS}, got {drain}")
    })?;
    let queue_cap = wire.queue_cap.unwrap_or(QUEUE_CAP);
    rule((1..=16_777_216).contains(&queue_cap), || {
        format!("queue_cap: must be from 1 to 16777216, got {queue_cap}")
    })?;
    waiting_limits(wire, connections)?;
    rule(wire.sample_body_every != Some(0), || {
        "sample_body_every: must be 1 or more, or left out for no samples, got 0".to_string()
    })?;
    rule(wire.cores.iter().all(|core| *core < libc::CPU_SETSIZE as usize), || {
        format!("cores: each must be below {}, got {:?}", libc::CPU_SETSIZE, wire.cores)
    })?;
    rule(!wire.operations.is_empty() || wire.rooms.is_some(), || {
        "operations: must hold at least one, got none".to_string()
    })?;
    rule(!wire.phases.is_empty(), || {
        "phases: must hold at least one, got none".to_string()
    })
}

fn waiting_limits(wire: &WirePlan, connections: usize) -> Result<(), Problem> {
    if let Some(age) = wire.queue_age_cap_ms {
        rule((1..=LONGEST_TIMEOUT_MS).contains(&age), || {
            format!("queue_age_cap_ms: must be from 1 to {LONGEST_TIMEOUT_MS}, or left out for none, got {age}")
        })?;
    }
    if let Some(cap) = wire.in_flight_cap {
        rule((wire.workers..=connections).contains(&cap), || {
            format!(
                "in_flight_cap: must be from one for each worker ({}) to one for each connection ({connections}), got {cap}",
                wire.workers
            )
        })?;
    }
    rule(wire.requests_per_connection != Some(0), || {
        "requests_per_connection: must be 1 or more, or left out for no limit, got 0".to_string()
    })?;
    let spin_us = wire.spin_us.unwrap_or(0);
    rule(spin_us <= LONGEST_SPIN_US, || {
        format!("spin_us: must be from 0 to {LONGEST_SPIN_US}, got {spin_us}")
    })
}

fn unique<'a>(what: &str, ids: impl Iterator<Item = &'a str>) -> Result<(), Problem> {
    let mut seen = std::collections::HashSet::new();
    for id in ids {
        rule(!id.is_empty(), || {
            format!("{what}: each id must hold at least one character, got \"\"")
        })?;
        rule(seen.insert(id), || {
            format!("{what}: each id must be given once, got \"{id}\" twice")
        })?;
    }
    Ok(())
}

#[cfg(test)]
#[path = "wire_test.rs"]
mod tests;

#[cfg(test)]
mod arrivals_test;
#[cfg(test)]
mod demand_test;
