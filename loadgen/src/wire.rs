//! `loadgen/plan@1` as it is written, and its translation into a `Plan`. Wire types stay in here.

mod operation;
mod rooms;

use serde::Deserialize;

use self::operation::{WireOperation, operation};
use self::rooms::WireRooms;

use crate::arrivals::{Law, Rate};
use crate::clock::MILLISECOND;
use crate::plan::{Load, Phase, Plan, Sampling};
use crate::problem::{Problem, rule};
use crate::target;

const SCHEMA: &str = "loadgen/plan@1";
/// The histograms end at 120 s, so no time limit may lie beyond.
const LONGEST_TIMEOUT_MS: u64 = 120_000;
const LONGEST_PHASE_MS: u64 = 86_400_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WirePlan {
    schema: String,
    target: String,
    #[serde(default)]
    allow_remote: bool,
    #[serde(default)]
    connections: usize,
    #[serde(default = "one")]
    workers: usize,
    #[serde(default)]
    cores: Vec<usize>,
    #[serde(default)]
    realtime: bool,
    seed: u64,
    #[serde(default = "five_seconds")]
    timeout_ms: u64,
    drain_ms: Option<u64>,
    #[serde(default = "queue_cap")]
    queue_cap: usize,
    #[serde(default)]
    handshake: bool,
    sample_body_every: Option<u64>,
    #[serde(default = "sample_body_max")]
    sample_body_max: u64,
    #[serde(default)]
    operations: Vec<WireOperation>,
    rooms: Option<WireRooms>,
    phases: Vec<WirePhase>,
}

fn one() -> usize {
    1
}
fn five_seconds() -> u64 {
    5000
}
fn queue_cap() -> usize {
    65_536
}
fn sample_body_max() -> u64 {
    256
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WirePhase {
    id: String,
    arrivals: WireArrivals,
    requests: Option<u64>,
    for_ms: Option<u64>,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
enum WireArrivals {
    Closed {},
    Poisson { rate_per_s: f64 },
    Constant { rate_per_s: f64 },
}

/// Reads a plan. `Problem::Usage` names the field, the rule and what was given; a target that is not
/// allowed is `Problem::Refused`.
pub fn read_plan(text: &str) -> Result<Plan, Problem> {
    let mut wire: WirePlan = serde_json::from_str(text)
        .map_err(|error| Problem::Usage(format!("plan: must be a {SCHEMA} document in JSON, got: {error}")))?;
    rule(wire.schema == SCHEMA, || {
        format!("schema: must be \"{SCHEMA}\", got \"{}\"", wire.schema)
    })?;
    if let Some(rooms) = &wire.rooms {
        rule(wire.operations.is_empty() && wire.connections == 0, || {
            "rooms: stand instead of operations and connections, got both".to_string()
        })?;
        wire.connections = rooms.connections();
    }
    limits(&wire)?;
    let rooms = wire.rooms.take().map(rooms::rooms).transpose()?;
    let operations = wire
        .operations
        .into_iter()
        .map(operation)
        .collect::<Result<Vec<_>, _>>()?;
    let phases = wire.phases.into_iter().map(phase).collect::<Result<Vec<_>, _>>()?;
    unique("operations", operations.iter().map(|o| o.id.as_str()))?;
    unique("phases", phases.iter().map(|p| p.id.as_str()))?;
    if let Some(rooms) = &rooms {
        rooms::phases(rooms, &phases, wire.seed)?;
    }
    Ok(Plan {
        target: target::resolve(&wire.target, wire.allow_remote)?,
        connections: wire.connections,
        workers: wire.workers,
        cores: wire.cores,
        realtime: wire.realtime,
        seed: wire.seed,
        timeout: wire.timeout_ms * MILLISECOND,
        drain: wire.drain_ms.unwrap_or(wire.timeout_ms) * MILLISECOND,
        queue_cap: wire.queue_cap,
        handshake: wire.handshake,
        sampling: wire.sample_body_every.map(|every| Sampling {
            every,
            max: wire.sample_body_max,
        }),
        operations,
        rooms,
        phases,
    })
}

fn limits(wire: &WirePlan) -> Result<(), Problem> {
    rule((1..=60_000).contains(&wire.connections), || {
        format!("connections: must be from 1 to 60000, got {}", wire.connections)
    })?;
    rule((1..=wire.connections.min(256)).contains(&wire.workers), || {
        format!(
            "workers: must be from 1 to 256 and no more than connections ({}), got {}",
            wire.connections, wire.workers
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
    rule((1..=16_777_216).contains(&wire.queue_cap), || {
        format!("queue_cap: must be from 1 to 16777216, got {}", wire.queue_cap)
    })?;
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

fn phase(wire: WirePhase) -> Result<Phase, Problem> {
    let at = format!("phase \"{}\"", wire.id);
    if let Some(ms) = wire.for_ms {
        rule((1..=LONGEST_PHASE_MS).contains(&ms), || {
            format!("{at}: for_ms must be from 1 to {LONGEST_PHASE_MS}, got {ms}")
        })?;
    }
    rule(wire.requests != Some(0), || {
        format!("{at}: requests must be 1 or more, got 0")
    })?;
    let length = wire.for_ms.map(|ms| ms * MILLISECOND);
    let open = |law, rate_per_s: f64| {
        rule(wire.requests.is_none(), || {
            format!("{at}: requests belongs to closed arrivals; with a rate, for_ms alone ends the phase")
        })?;
        let rate = Rate::per_s(rate_per_s).ok_or_else(|| {
            Problem::Usage(format!(
                "{at}: rate_per_s must be above 0 and at most 10000000, got {rate_per_s}"
            ))
        })?;
        let length =
            length.ok_or_else(|| Problem::Usage(format!("{at}: for_ms must be given with a rate, got none")))?;
        Ok(Load::Open { law, rate, length })
    };
    let load = match wire.arrivals {
        WireArrivals::Poisson { rate_per_s } => open(Law::Poisson, rate_per_s)?,
        WireArrivals::Constant { rate_per_s } => open(Law::Constant, rate_per_s)?,
        WireArrivals::Closed {} => {
            rule(wire.requests.is_some() || length.is_some(), || {
                format!("{at}: closed arrivals need requests or for_ms to end, got neither")
            })?;
            Load::Closed {
                requests: wire.requests,
                length,
            }
        }
    };
    Ok(Phase { id: wire.id, load })
}

#[cfg(test)]
#[path = "wire_test.rs"]
mod tests;
